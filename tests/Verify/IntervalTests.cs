using System;
using System.Collections.Generic;
using FastPaas.Verify.Domain;
using FsCheck;
using FsCheck.Fluent;
using Interval = FastPaas.Verify.Domain.Interval;

namespace FastPaas.Verify.Tests;

/// <summary>Every result that an operation can have lies in what the domain says: for numbers in intervals, the result of C#'s
/// own arithmetic lies in the interval's.</summary>
public sealed class IntervalTests
{
    const int Cases = 3_000;

    /// <summary>An interval of a width, and a number of it.</summary>
    sealed record Member(Interval Interval, long Value);

    delegate ulong Concrete(ulong a, ulong b, int bits);

    delegate Interval Abstract(Interval a, Interval b, int bits);

    static readonly Dictionary<string, (Concrete, Abstract)> operations = new()
    {
        ["add"] = ((a, b, _) => a + b, Arithmetic.Add),
        ["sub"] = ((a, b, _) => a - b, Arithmetic.Subtract),
        ["adc 0"] = ((a, b, _) => a + b, Arithmetic.AddWithCarry),
        ["adc 1"] = ((a, b, _) => a + b + 1, Arithmetic.AddWithCarry),
        ["sbb 0"] = ((a, b, _) => a - b, Arithmetic.SubtractWithBorrow),
        ["sbb 1"] = ((a, b, _) => a - b - 1, Arithmetic.SubtractWithBorrow),
        ["neg"] = ((a, _, _) => 0 - a, (a, _, bits) => Arithmetic.Negate(a, bits)),
        ["not"] = ((a, _, _) => ~a, (a, _, bits) => Arithmetic.Not(a, bits)),
        ["imul"] = ((a, b, _) => a * b, Arithmetic.Multiply),
        ["and"] = ((a, b, _) => a & b, (a, b, _) => Arithmetic.And(a, b)),
        ["or"] = ((a, b, _) => a | b, (a, b, _) => Arithmetic.Or(a, b)),
        ["xor"] = ((a, b, _) => a ^ b, (a, b, _) => Arithmetic.Xor(a, b)),
        ["andn"] = ((a, b, _) => ~a & b, (a, b, bits) => Arithmetic.And(Arithmetic.Not(a, bits), b)),
        ["shl"] = ((a, b, bits) => Shift(a, b, bits, static (x, n) => x << n),
            (a, b, bits) => Arithmetic.ShiftLeft(a, Arithmetic.Count(b, bits), bits)),
        ["shr"] = ((a, b, bits) => Shift(a, b, bits, static (x, n) => x >> n),
            (a, b, bits) => Arithmetic.ShiftRight(a, Arithmetic.Count(b, bits))),
        ["sar"] = ((a, b, bits) => Shift((ulong)Signed(a, bits), b, bits, static (x, n) => (ulong)((long)x >> n)),
            (a, b, bits) => Arithmetic.ShiftRightSigned(a, Arithmetic.Count(b, bits), bits)),
        ["blsr"] = ((a, _, _) => a & (a - 1), (a, _, _) => Arithmetic.BitsOf(a)),
        ["blsi"] = ((a, _, _) => a & (0 - a), (a, _, _) => Arithmetic.BitsOf(a)),
        ["bzhi"] = ((a, b, bits) => (b & 255) >= (ulong)bits ? a : a & ((1ul << (int)(b & 255)) - 1),
            (a, _, _) => Arithmetic.BitsOf(a)),
        ["blsmsk"] = ((a, _, _) => a ^ (a - 1), (a, _, bits) => Arithmetic.MaskUpToLowestBit(a, bits)),
        ["pext"] = ((a, b, _) => System.Runtime.Intrinsics.X86.Bmi2.X64.ParallelBitExtract(a, b),
            (_, b, _) => Arithmetic.Extract(b)),
        ["pdep"] = ((a, b, _) => System.Runtime.Intrinsics.X86.Bmi2.X64.ParallelBitDeposit(a, b),
            (_, b, _) => Arithmetic.Deposit(b)),
        ["div"] = ((a, b, _) => b == 0 ? 0 : a / b, (a, b, bits) =>
            Arithmetic.Quotient(Interval.Only(0), a, b, bits)),
        ["rem"] = ((a, b, _) => b == 0 ? 0 : a % b, (_, b, bits) =>
            Arithmetic.Remainder(Interval.Only(0), b, bits)),
        ["sign"] = ((a, _, bits) => (ulong)Signed(a, bits), (a, _, bits) => a.SignExtend(bits).Truncate(bits)),
        ["join"] = ((a, _, _) => a, (a, b, _) => a.Join(b)),
        ["widen"] = ((a, _, _) => a, (a, b, _) => b.Widen(a)),
        ["insert 8"] = ((a, b, bits) => bits < 64 ? a : (a & ~255ul) | (b & 255),
            (a, b, bits) => bits < 64 ? a : Interval.Insert(a, b.Truncate(8), 8)),
        ["insert 16"] = ((a, b, bits) => bits < 64 ? a : (a & ~65535ul) | (b & 65535),
            (a, b, bits) => bits < 64 ? a : Interval.Insert(a, b.Truncate(16), 16)),
        ["insert high"] = ((a, b, bits) => bits < 64 ? a : (a & ~0xff00ul) | ((b & 255) << 8),
            (a, _, bits) => bits < 64 ? a : Interval.InsertHigh(a)),
    };

    public static IEnumerable<string> Operations => operations.Keys;

    [Test]
    [MethodDataSource(nameof(Operations))]
    public void An_operation_holds_every_result_of_its_operands(string name)
    {
        (Concrete concrete, Abstract @abstract) = operations[name];
        Gen<(int, Member, Member)> cases = from bits in Gen.Elements(8, 16, 32, 64)
                                           from a in Members(bits)
                                           from b in Members(bits)
                                           select (bits, a, b);
        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            (int bits, Member a, Member b) = one;
            if (name is "div" or "rem" && b.Value == 0) return true;
            ulong result = concrete((ulong)a.Value, (ulong)b.Value, bits) & (ulong.MaxValue >> (64 - bits));
            return @abstract(a.Interval, b.Interval, bits).Contains((long)result);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));
    }

    [Test]
    public void Numbers_of_one_value_stay_exact() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), number =>
        Arithmetic.Add(Interval.Only(number), Interval.Only(1), 64) == Interval.Only(number + 1L)
        && Interval.Only(-number - 1L).Truncate(32) == Interval.Only(uint.MaxValue - number)
        && Arithmetic.ShiftRight(Interval.Only(number), Interval.Only(4)) == Interval.Only(number >> 4)
        && Interval.Only(number).Widen(Interval.Only(number)) == Interval.Only(number))
        .Check(Config.QuickThrowOnFailure);

    /// <summary>A loop's bound may move a few times, not for ever.</summary>
    [Test]
    public void Widening_ends() => Prop.ForAll(Members(64).ToArbitrary(), Members(64).ToArbitrary(), (start, step) =>
    {
        Interval known = start.Interval;
        for (int turn = 0; turn < 20; turn++)
        {
            Interval next = known.Widen(Arithmetic.Add(known, step.Interval, 64));
            if (next == known) return true;
            known = next;
        }
        return false;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));

    /// <summary>Small numbers, edges of widths, and anything; intervals narrow and wide around them.</summary>
    static Gen<Member> Members(int bits)
    {
        Interval full = Interval.Full(bits);
        Gen<long> any = from high in Gen.Choose(int.MinValue, int.MaxValue)
                        from low in Gen.Choose(int.MinValue, int.MaxValue)
                        select ((long)high << 32) | (uint)low;
        Gen<long> edge = from bit in Gen.Choose(0, 63) from delta in Gen.Choose(-2, 2) select (1L << bit) + delta;
        Gen<long> values = Gen.OneOf(any, edge, Gen.Choose(-70, 300).Select(small => (long)small));
        Gen<long> distance = Gen.OneOf(Gen.Constant(0L), edge, Gen.Choose(0, 100).Select(small => (long)small));
        return from value in values
               from below in distance
               from above in distance
               select Around(full, bits == 64 ? value : value & full.High, below, above);
    }

    static Member Around(Interval full, long value, long below, long above)
    {
        Int128 low = Int128.Max(full.Low, (Int128)value - (below & long.MaxValue));
        Int128 high = Int128.Min(full.High, (Int128)value + (above & long.MaxValue));
        return new Member(new Interval((long)low, (long)high), value);
    }

    static long Signed(ulong value, int bits) => (long)(value << (64 - bits)) >> (64 - bits);

    static ulong Shift(ulong value, ulong count, int bits, Func<ulong, int, ulong> shift)
    {
        int masked = (int)(count & (bits == 64 ? 63u : 31u));
        return shift(value, masked);
    }
}
