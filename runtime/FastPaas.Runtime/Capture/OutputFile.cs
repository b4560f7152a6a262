using System;
using System.IO;

namespace FastPaas.Runtime.Capture;

/// <summary>A file that appears under its name complete or not at all: written beside it, renamed by <see cref="Commit"/>.
/// What isn't a regular file (a pipe, /dev/null) is written directly; "-" is standard output.</summary>
public sealed class OutputFile : IDisposable
{
    readonly string path;
    readonly string? temporary;

    OutputFile(string path, string? temporary, Stream stream)
    {
        this.path = path;
        this.temporary = temporary;
        Stream = stream;
    }

    public Stream Stream { get; }

    /// <param name="input">Refused if it is the same file, under whatever names.</param>
    public static OutputFile Create(string path, string? input)
    {
        if (path == "-") return new OutputFile("standard output", null, Console.OpenStandardOutput());
        try
        {
            FileIdentity? identity = FileIdentity.Of(path);
            if (identity is not null && input is not null && identity == FileIdentity.Of(input))
                throw new RefusedException($"{path} and {input} are the same file: give the output another name.");
            if (identity is { IsRegular: false })
                return new OutputFile(path, null, new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0));
            string target = identity is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            string temporary = $"{target}.{Environment.ProcessId}.tmp";
            return new OutputFile(
                target, temporary, new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.Read, 0));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RefusedException($"{path} can't be written: {FileErrors.Describe(error, path)}.");
        }
    }

    public void Commit()
    {
        try
        {
            Stream.Dispose();
            if (temporary is not null) File.Move(temporary, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw WriteError(error);
        }
    }

    /// <summary>An error that happened while writing <see cref="Stream"/>, as the sentence for the user.</summary>
    public RefusedException WriteError(Exception error)
    {
        string rest = temporary is null ? "" : "; nothing is left of it";
        return new RefusedException($"{path} can't be written: {FileErrors.Describe(error, path)}{rest}.");
    }

    /// <summary>Without <see cref="Commit"/>, nothing remains.</summary>
    public void Dispose()
    {
        try
        {
            Stream.Dispose();
            if (temporary is not null) File.Delete(temporary);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The reason why we are here is already on its way to the user.
        }
    }
}
