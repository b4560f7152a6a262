using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Xunit;

namespace FastPaas.Generators.Tests;

public sealed unsafe class LaneCompareTests
{
    const int Rounds = 200;

    readonly Random random = new(1);

    public static IEnumerable<int> Lanes => [32, 64];

    [Test]
    [MethodDataSource(nameof(Lanes))]
    public void Bytes_compare_as_one_by_one(int lanes) => Check<byte>(lanes, 8, (a, v) => LaneCompare.Equal((byte*)a, v, lanes),
        (a, first, last) => LaneCompare.InRange((byte*)a, first, last, lanes), (a, bit) => LaneCompare.Bit((byte*)a, bit, lanes));

    [Test]
    [MethodDataSource(nameof(Lanes))]
    public void Words_of_16_bits_compare_as_one_by_one(int lanes) =>
        Check<ushort>(lanes, 16, (a, v) => LaneCompare.Equal((ushort*)a, v, lanes),
        (a, first, last) => LaneCompare.InRange((ushort*)a, first, last, lanes), (a, bit) =>
            LaneCompare.Bit((ushort*)a, bit, lanes));

    [Test]
    [MethodDataSource(nameof(Lanes))]
    public void Words_of_32_bits_compare_as_one_by_one(int lanes) =>
        Check<uint>(lanes, 32, (a, v) => LaneCompare.Equal((uint*)a, v, lanes),
        (a, first, last) => LaneCompare.InRange((uint*)a, first, last, lanes), (a, bit) => LaneCompare.Bit((uint*)a, bit, lanes));

    [Test]
    [MethodDataSource(nameof(Lanes))]
    public void Words_of_64_bits_compare_as_one_by_one(int lanes) =>
        Check<ulong>(lanes, 64, (a, v) => LaneCompare.Equal((ulong*)a, v, lanes),
        (a, first, last) => LaneCompare.InRange((ulong*)a, first, last, lanes), null);

    [Test]
    [MethodDataSource(nameof(Lanes))]
    public void Prefixes_compare_as_one_by_one(int lanes)
    {
        uint* values = stackalloc uint[64];
        for (int round = 0; round < Rounds; round++)
        {
            uint mask = uint.MaxValue << random.Next(32), prefix = Value<uint>() & mask;
            for (int lane = 0; lane < 64; lane++)
            {
                values[lane] = random.Next(2) == 0 ? prefix | Value<uint>() & ~mask : Value<uint>();
            }

            ulong found = LaneCompare.Masked(values, prefix, mask, lanes);
            Assert.Equal(Scalar(values, lanes, value => (value & mask) == prefix), lanes == 64 ? found : found & uint.MaxValue);
        }
    }

    [Test]
    public void Each_layer_is_found_in_its_bit()
    {
        byte* layers = stackalloc byte[64];
        random.NextBytes(new Span<byte>(layers, 64));
        foreach (HeaderLayers layer in Enum.GetValues<HeaderLayers>().Where(layer => layer != HeaderLayers.None))
        {
            ulong expected = 0;
            for (int lane = 0; lane < 64; lane++) expected |= ((layers[lane] & (byte)layer) != 0 ? 1ul : 0ul) << lane;
            Assert.Equal(expected, LaneCompare.HasLayer(layers, layer, 64));
        }
    }

    [Test]
    public void Layers_are_the_same_bits_on_both_sides_of_the_generator() => Assert.Equal(
        Enum.GetValues<FastPaas.Graph.Match.Layers>().Select(layer => (layer.ToString(), (int)layer)),
        Enum.GetValues<HeaderLayers>().Select(layer => (layer.ToString(), (int)layer)));

    void Check<T>(
        int lanes, int bits, Func<nint, T, ulong> equal, Func<nint, T, T, ulong> inRange, Func<nint, int, ulong>? bitOf)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        T* values = stackalloc T[64];
        ulong have = lanes == 64 ? ulong.MaxValue : uint.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            for (int lane = 0; lane < 64; lane++) values[lane] = Value<T>();
            T first = Value<T>(), last = Value<T>();
            if (first > last) (first, last) = (last, first);
            Assert.Equal(Scalar(values, lanes, value => value == first), equal((nint)values, first) & have);
            Assert.Equal(Scalar(values, lanes, value => value >= first && value <= last),
                inRange((nint)values, first, last) & have);
            if (bitOf is null) continue;
            int bit = random.Next(bits);
            Assert.Equal(Scalar(values, lanes, value => (value >> bit & T.One) != T.Zero), bitOf((nint)values, bit) & have);
        }
    }

    /// <summary>Mostly few values, so that some are equal; the ends of the type now and then.</summary>
    T Value<T>()
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => random.Next(6) switch
        {
            0 => T.MaxValue - T.CreateTruncating(random.Next(3)),
            1 => T.MaxValue / (T.One + T.One) + T.CreateTruncating(random.Next(3)),
            2 => T.CreateTruncating(random.NextInt64()),
            _ => T.CreateTruncating(random.Next(12)),
        };

    static ulong Scalar<T>(T* values, int lanes, Func<T, bool> test)
        where T : unmanaged
    {
        ulong mask = 0;
        for (int lane = 0; lane < lanes; lane++) mask |= (test(values[lane]) ? 1ul : 0ul) << lane;
        return mask;
    }
}
