using FastPaas.Verify.Domain;

namespace FastPaas.Verify.Flow;

enum PlaceKind : byte
{
    /// <summary>No memory, or memory that was refused: reads give anything.</summary>
    None,
    Arena,
    Stack,
    Constant,
}

/// <summary>Where an instruction's memory operand lies.</summary>
/// <param name="Origin">Of a place on the stack.</param>
/// <param name="Offset">Of its first byte, from the origin.</param>
readonly record struct Place(PlaceKind Kind, Origin Origin, Interval Offset, int Bytes);
