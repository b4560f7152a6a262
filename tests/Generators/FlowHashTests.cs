using System;
using Xunit;

namespace FastPaas.Generators.Tests;

public sealed class FlowHashTests
{
    [Test]
    public void The_folded_hash_is_the_Toeplitz_hash_of_the_whole_input()
    {
        Random random = new(2);
        for (int round = 0; round < 1000; round++)
        {
            byte[] input = new byte[2 * random.Next(4, 19)];
            random.NextBytes(input);
            uint folded = 0;
            for (int i = 0; i < input.Length; i += 2) folded ^= BitConverter.ToUInt16(input, i);
            Assert.Equal(Toeplitz(input), FlowHash.OfFolded(folded));
        }
    }

    /// <summary>As Microsoft defines it: for each set bit of the input, the 32 bits of the key that start there.</summary>
    static uint Toeplitz(byte[] input)
    {
        uint hash = 0;
        for (int bit = 0; bit < input.Length * 8; bit++)
        {
            if ((input[bit / 8] >> (7 - bit % 8) & 1) == 0) continue;
            for (int i = 0; i < 32; i++) hash ^= KeyBit(bit + i) << (31 - i);
        }

        return hash;
    }

    static uint KeyBit(int bit) => 0x6d5au >> (15 - bit % 16) & 1;
}
