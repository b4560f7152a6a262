using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace FastPaas.Protect.Tests;

/// <summary>A random module without undefined behaviour, made of loops that index 64 elements of whatever a module has: verdicts,
/// what lies beside them in the burst, packets, variables, a heap. Each index is the step k of its loop, 0 to 63, said in a
/// roundabout way: counted up and down from any start in any type, wrapped, masked, mixed, walked to by pointers.</summary>
/// <param name="seed">Equal ones give equal programs.</param>
sealed class IndexProgram(int seed)
{
    public const int Loops = 16;

    const int Elements = 64;

    /// <param name="Wraps">As C says of it; else no sum of it overflows.</param>
    readonly record struct Integer(string Name, int Bits, bool Wraps)
    {
        /// <summary>Where a loop may start; the larger types at times where the smaller end.</summary>
        public string Start(Random random)
        {
            long most = Bits == 8 ? 63 : Bits == 16 ? 32000 : 1L << random.Next(7, Bits - 2);
            long start = random.Next(4) == 0 ? 0 : random.NextInt64(most);
            if (Wraps) return random.Next(3) == 0 ? $"({Name})-{start % 64}" : Literal(start * (Bits < 64 ? 2 : 1));
            return random.Next(2) == 0 ? Literal(start) : $"-{Literal(start)}";
        }

        string Literal(long value) =>
            value.ToString(CultureInfo.InvariantCulture) + (Bits == 64 ? "ll" : Wraps && Bits == 32 ? "u" : "");
    }

    static readonly Integer[] integers =
    [
        new("uint8_t", 8, true), new("uint16_t", 16, true), new("uint32_t", 32, true), new("uint64_t", 64, true),
        new("int8_t", 8, false), new("int16_t", 16, false), new("int32_t", 32, false), new("int64_t", 64, false),
    ];

    /// <summary>What has 64 elements at least; those that can be written first.</summary>
    static readonly string[] arrays =
    [
        "burst->verdicts", "burst->beyond", "bytes", "halves", "words", "longs", "heap", "local", "packet", "packet",
    ];

    static readonly string[] read = [.. arrays, "order", "signed_order"];

    /// <summary>The module's C.</summary>
    /// <param name="which">Of its loops, by their numbers.</param>
    public string Source(IEnumerable<int> which)
    {
        StringBuilder text = new("""
            #pragma clang diagnostic ignored "-Weverything"
            #include <stdlib.h>
            struct row { uint32_t first; uint64_t second; uint16_t third[3]; };
            static uint8_t bytes[64];
            static uint16_t halves[64];
            static uint32_t words[80] = {7, 5, 3};
            static uint64_t longs[64], made = 1;
            static uint16_t grid[8][8];
            static struct row rows[64];
            static uint32_t *heap;
            // What nobody knows until it is read; of two the same.
            static volatile uint64_t zero, far = 0x123456789, far_again = 0x123456789;

            """);
        int[] order = [.. Enumerable.Range(0, Elements)];
        new Random(seed).Shuffle(order);
        foreach (string declared in (string[])["uint8_t order", "int32_t signed_order"])
            text.Append(CultureInfo.InvariantCulture, $"static const {declared}[64] = {{{string.Join(", ", order)}}};\n");
        int[] chosen = [.. which];
        foreach (int loop in chosen) text.Append(new Loop(new Random(seed * Loops + loop)).Function(loop));
        text.Append("void process(struct fp_burst *burst)\n{\n\tif (!heap) heap = calloc(64, sizeof(*heap));\n");
        text.Append("\tmemset(burst->verdicts, 0, sizeof(burst->verdicts));\n");
        foreach (int loop in chosen) text.Append(CultureInfo.InvariantCulture, $"\tloop_{loop}(burst, heap);\n");
        text.Append("""
                for (int i = 0; i < 64; i++)
                    made = made * 31 + bytes[i] + halves[i] + words[i] + longs[i] + grid[i / 8][i % 8] + rows[i].first
                        + rows[i].second + rows[i].third[i % 3] + burst->beyond[i] + heap[i];
                memcpy(fp_packet(burst, 0), &made, sizeof(made));
            }

            """);
        return text.ToString();
    }

    /// <summary>One function: a loop or two, and some accesses in it.</summary>
    sealed class Loop(Random random)
    {
        public string Function(int number)
        {
            string head = string.Create(CultureInfo.InvariantCulture,
                $"static void __attribute__(({(random.Next(3) == 0 ? "noinline" : "unused")})) loop_{number}") +
                "(struct fp_burst *burst, uint32_t *heap)\n{\n" +
                "\tuint16_t local[64] = {1, 2, 3};\n\tuint64_t z = zero, f = far, g = far_again, sum = 1;\n" +
                $"\tuint32_t n = {(random.Next(3) == 0 ? "64" : "burst->count")};\n" +
                $"\tuint8_t *packet = fp_packet(burst, {random.Next(Elements)});\n";
            string tail = "\tmade += sum;\n\tfor (int i = 0; i < 64; i++) made = made * 7 + local[i];\n}\n";
            return head + (random.Next(6) switch
            {
                0 => Nested(),
                1 => Walk(),
                _ => Counted(),
            }) + tail;
        }

        string Counted()
        {
            Integer type = Any();
            string t = type.Name, start = type.Start(random), k = Step(type, "i - s");
            // Beside it one that counts the same, from elsewhere, in its own type.
            Integer twin = Any();
            string beside = $"\t{twin.Name} r = {twin.Start(random)}{Hidden(twin)};\n\tconst {twin.Name} b = r;\n";
            string body = Body([k, Step(twin, "r - b")]);
            string loop = random.Next(5) switch
            {
                0 => $"\tfor ({t} i = ({t})(s + ({t})n); i-- != s; r++) {{\n\t\tr = ({twin.Name})(b + {k});\n{body}\t}}\n",
                1 => $"\t{t} i = s;\n\tdo {{\n{body}\t\ti++, r++;\n\t}} while (i != ({t})(s + ({t})n));\n",
                2 => $"\tfor ({t} i = s; ({t})(i - s) < ({t})n; i++, r++) {{\n{body}\t}}\n",
                3 => $"\tfor ({t} i = s; i != ({t})(s + ({t})64); i += {1 << random.Next(4)}) {{\n" +
                     $"\t\tr = ({twin.Name})(b + {k});\n{body}\t}}\n",
                _ => $"\tfor ({t} i = s; i != ({t})(s + ({t})n); i++, r++) {{\n{body}\t}}\n",
            };
            return $"\tconst {t} s = {start}{Hidden(type)};\n{beside}{loop}";
        }

        string Nested()
        {
            string outer = Any().Name, inner = Any().Name;
            string up = random.Next(2) == 0 ? $"{inner} j = 0; j < 8; j++" : $"{inner} j = 8; j-- > 0;";
            string down = random.Next(2) == 0 ? $"{outer} i = 0; i < 8; i++" : $"{outer} i = 8; i-- > 0;";
            string body = Body(["(i * 8 + j)", "(j << 3 | i)", Step(Any(), "i * 8 + j")]);
            return $"\tfor ({down})\n\t\tfor ({up}) {{\n{body}\t\t\tgrid[i][j] += grid[j][(i + j) & 7] + sum;\n\t\t}}\n";
        }

        string Walk()
        {
            string array = arrays[random.Next(arrays.Length)], body = Body(["(p - a)", Step(Any(), "p - a")]);
            string start = $"\t__typeof__(&{array}[0]) a = {array}, p = a;\n";
            return start + (random.Next(3) switch
            {
                0 => $"\tfor (p += n; p != a;) {{\n\t\tp--;\n\t\tsum = sum * 3 + *p;\n{body}\t}}\n",
                1 => $"\tfor (; p < a + n; p++) {{\n{body}\t\t*p = *p * 5 + sum;\n\t}}\n",
                _ => $"\tuint32_t left = n;\n\tdo {{\n\t\tsum += *p;\n{body}\t\tp++;\n\t}} while (--left);\n",
            });
        }

        /// <param name="steps">The step of the loop that it is in, in any way.</param>
        string Body(string[] steps)
        {
            StringBuilder text = new();
            for (int left = random.Next(1, 4); left > 0; left--)
            {
                string from = Element(read[random.Next(read.Length)], steps);
                string to = Element(arrays[random.Next(arrays.Length)], steps), other = Element("words", steps);
                string value = random.Next(6) switch
                {
                    0 => $"burst->packets[{Index(steps)}].length",
                    1 => $"fp_packet(burst, {Index(steps)})[{Index(steps)}]",
                    2 => $"rows[{Index(steps)}].{(random.Next(2) == 0 ? "first" : "third[sum % 3]")}",
                    _ => from,
                };
                text.Append("\t\t").Append(random.Next(6) switch
                {
                    0 => $"sum = sum * 31 + {value};\n",
                    1 => $"rows[{Index(steps)}].second += {value} + sum;\n",
                    2 => $"if ({value} & 1)\n\t\t\t{to} += {value};\n\t\telse\n\t\t\t{other} += 1;\n",
                    3 => $"fp_packet(burst, {Index(steps)})[{Index(steps)}] ^= {value};\n",
                    _ => $"{to} = {value} * {random.Next(1, 9)}u + sum;\n",
                });
            }
            return text.ToString();
        }

        string Element(string array, string[] steps)
        {
            int apart = random.Next(1, Elements);
            return random.Next(6) switch
            {
                0 => $"*({array} + {Index(steps)})",
                3 => $"(&{array}[63])[-(int32_t)(63 - ({Index(steps)} & 63))]",
                1 => $"({array} + {apart})[(int64_t)({Index(steps)}) - {apart}]",
                2 => $"(&{array}[63])[(int64_t)({Index(steps)}) - 63]",
                _ => $"{array}[{Index(steps)}]",
            };
        }

        /// <summary>An expression that is 0 to 63.</summary>
        string Index(string[] steps) => $"({Roundabout(steps)})";

        string Roundabout(string[] steps)
        {
            string k = steps[random.Next(steps.Length)];
            Integer type = Any();
            return random.Next(16) switch
            {
                0 => $"63 - {k}",
                1 => $"({k} * {random.Next(1, 40) * 2 + 1}u + {random.Next(99)}) & 63",
                2 => $"{k} ^ {random.Next(Elements)}",
                3 => $"order[{k}]",
                4 => $"signed_order[{k}]",
                5 => $"(uint8_t)({k} + (uint8_t)f) - (uint8_t)f & 63",
                6 => $"(uint32_t)((uint32_t)({k}) + (uint32_t)f) - (uint32_t)g",
                7 => $"({k} + f) - g",
                8 => Masked(k, (1 << random.Next(6, 24)) - 1),
                9 => $"(uint32_t)(({k} + sum) * 0x9e3779b1u) >> 26",
                10 => $"(({k} + sum) * 0x9e3779b97f4a7c15u) >> 58",
                11 => $"({k} & 1 ? {k} : 63 - {k})",
                12 => $"(uint8_t)({k} + z)",
                13 => $"(uint16_t)({k} + (uint16_t)z)",
                14 => Step(type, k),
                _ => k,
            };
        }

        static string Step(Integer type, string value) => $"(({type.Name})({value}))";

        /// <summary>Each part of it far away, and one of them bounded.</summary>
        static string Masked(string k, int mask) => $"(int64_t)({k}) - (int64_t)(g & {mask}) + (int64_t)(f & {mask})";

        /// <summary>A number that is 0, and that no compiler sees.</summary>
        string Hidden(Integer type) => random.Next(2) == 0 ? "" : $" + ({type.Name})z";

        Integer Any() => integers[random.Next(integers.Length)];
    }
}
