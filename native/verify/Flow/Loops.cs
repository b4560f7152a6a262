using System;
using System.Collections.Generic;

namespace FastPaas.Verify.Flow;

/// <summary>Where bounds have to jump, so that an analysis ends: on the ways by which a walk in depth comes to a block that it is
/// still behind. Every cycle has one, whatever jumps make it. On the others a bound that a comparison gave stays as it
/// is.</summary>
static class Loops
{
    /// <param name="count">Of instructions.</param>
    /// <param name="following">Blocks behind a block, by their first instructions.</param>
    /// <returns>From a block to a block.</returns>
    public static HashSet<(int From, int To)> Returns(int count, Func<int, IEnumerable<int>> following)
    {
        HashSet<(int From, int To)> returns = [];
        bool[] isSeen = new bool[count], isOpen = new bool[count];
        Stack<(int Block, IEnumerator<int> Left)> open = new();
        Enter(0);
        while (open.TryPeek(out (int Block, IEnumerator<int> Left) last))
        {
            if (!last.Left.MoveNext())
            {
                isOpen[last.Block] = false;
                open.Pop();
                continue;
            }
            int next = last.Left.Current;
            if (isOpen[next]) returns.Add((last.Block, next));
            if (!isSeen[next]) Enter(next);
        }
        return returns;

        void Enter(int block)
        {
            isSeen[block] = isOpen[block] = true;
            open.Push((block, following(block).GetEnumerator()));
        }
    }
}
