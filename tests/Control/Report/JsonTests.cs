using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FastPaas.Control.Report;
using Xunit;

namespace FastPaas.Control.Tests.Report;

/// <summary>Reports write themselves key by key; a serializer with reflection, which only tests can afford, says what that has to
/// be.</summary>
public sealed class JsonTests
{
    static readonly JsonSerializerOptions expected = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOut } },
    };

    public static IEnumerable<string> Reports =>
        [.. typeof(IJsonReport).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IJsonReport)))
            .Select(type => type.FullName!)];

    [Test]
    [MethodDataSource(nameof(Reports))]
    public void A_report_has_every_key_in_the_order_of_its_parameters(string name)
    {
        Type type = typeof(IJsonReport).Assembly.GetType(name)!;
        foreach (bool isFull in new[] { true, false })
        {
            var report = (IJsonReport)Sample(type, isFull, new NullabilityInfoContext())!;
            using StringWriter written = new();
            Json.Write(written, report);
            // Our own name is one word.
            string keys = JsonSerializer.Serialize(report, type, expected).Replace("\"fast_paas\"", "\"fastpaas\"");
            Assert.Equal(keys + Environment.NewLine, written.ToString());
        }
    }

    /// <param name="isFull">Else lists are empty, and null is what may be.</param>
    static object Sample(Type type, bool isFull, NullabilityInfoContext nulls)
    {
        if (type == typeof(string)) return "a \"text\" > ü\n";
        if (type == typeof(bool)) return isFull;
        if (type == typeof(double)) return isFull ? 0.1 : 3.0;
        if (type.IsPrimitive) return Convert.ChangeType(isFull ? 120 : 0, type);
        if (type.IsGenericType)
        {
            Type item = type.GetGenericArguments()[0];
            Array items = Array.CreateInstance(item, isFull ? 2 : 0);
            for (int i = 0; i < items.Length; i++) items.SetValue(Sample(item, isFull, nulls), i);
            return items;
        }
        ConstructorInfo made = type.GetConstructors().Single(each => each.GetParameters().Length > 0);
        object report = made.Invoke([.. made.GetParameters().Select(parameter =>
        {
            Type? value = Nullable.GetUnderlyingType(parameter.ParameterType);
            bool mayBeNull = value is not null || nulls.Create(parameter).WriteState == NullabilityState.Nullable;
            return mayBeNull && !isFull ? null : Sample(value ?? parameter.ParameterType, isFull, nulls);
        })]);
        foreach (PropertyInfo other in type.GetProperties().Where(each => each.CanWrite && !IsParameter(type, each.Name)))
        {
            Type value = Nullable.GetUnderlyingType(other.PropertyType) ?? other.PropertyType;
            if (isFull || other.IsDefined(typeof(RequiredMemberAttribute))) other.SetValue(report, Sample(value, isFull, nulls));
        }
        return report;
    }

    static bool IsParameter(Type type, string name) =>
        type.GetConstructors().Any(each => each.GetParameters().Any(parameter => parameter.Name == name));

    /// <summary>What isn't a parameter and null: the graph has nothing of the kind, and no key for it.</summary>
    static void LeaveOut(JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo property in type.Properties)
        {
            bool isOptional = !IsParameter(type.Type, ((PropertyInfo)property.AttributeProvider!).Name);
            if (isOptional) property.ShouldSerialize = (_, value) => value is not null;
        }
    }
}
