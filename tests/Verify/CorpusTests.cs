using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace FastPaas.Verify.Tests;

/// <summary>native/verify/accept is what compilers write; native/verify/reject is what attackers would, a trick a file.</summary>
public sealed class CorpusTests
{
    public static IEnumerable<string> Accepted => Corpus.Accepted.Select(each => each.Name);

    public static IEnumerable<string> Rejected => Corpus.Rejected.Select(each => each.Name);

    [Test]
    [MethodDataSource(nameof(Accepted))]
    public void Accepts(string name)
    {
        VerifyReport report = Corpus.Verify(Corpus.Accepted.Single(each => each.Name == name));
        Assert.Equal("", string.Join('\n', report.Refusals));
        Assert.True(report.IsAccepted);
    }

    [Test]
    [MethodDataSource(nameof(Rejected))]
    public void Rejects_for_the_reason_that_the_case_names(string name)
    {
        CorpusCase wrong = Corpus.Rejected.Single(each => each.Name == name);
        VerifyReport report = Corpus.Verify(wrong);
        Assert.False(report.IsAccepted);
        Assert.Equal(wrong.Refusals, report.Refusals.Select(refusal => refusal.Code).Distinct());
    }

    [Test]
    public void Every_reason_has_a_case()
    {
        string[] shown = [.. Corpus.Rejected.SelectMany(each => each.Refusals).Distinct()];
        IEnumerable<string> all = Enum.GetValues<RefusalId>().Select(id => new Refusal(id, 0, 0, "", "").Code);
        Assert.Empty(all.Except(shown));
    }
}
