using System;
using System.IO;

namespace FastPaas.Runtime.Capture;

/// <summary>What went wrong with a file, in words. The framework's own texts aren't in a trimmed binary.</summary>
public static class FileErrors
{
    public static string Describe(Exception error, string path) => error switch
    {
        FileNotFoundException => "there is no such file",
        DirectoryNotFoundException => "there is no such directory",
        PathTooLongException => "the name is too long",
        ArgumentException => "that is not a file name",
        UnauthorizedAccessException when path.Length == 0 => "it is closed",
        UnauthorizedAccessException when Directory.Exists(path) => "it is a directory",
        UnauthorizedAccessException => "permission denied",
        // .NET's own, without an errno: its sentence says more than its number, E_IO.
        IOException { HResult: unchecked((int)0x80131620) } => error.Message.TrimEnd('.'),
        IOException => DescribeErrno(error.HResult),
        _ => error.GetType().Name,
    };

    /// <summary>On Unix an IOException's HResult is the errno.</summary>
    static string DescribeErrno(int errno) => errno switch
    {
        2 => "there is no such file",
        5 => "the device reports an input or output error",
        9 or 22 => "it is closed",
        13 => "permission denied",
        17 => "it exists already",
        20 => "a part of its path is not a directory",
        21 => "it is a directory",
        23 or 24 => "too many files are open",
        26 => "it is a program that is running",
        27 => "it would be larger than files may be here",
        28 => "the disk is full",
        30 => "the file system is read-only",
        32 => "nobody reads it any more",
        36 => "the name is too long",
        40 => "its symbolic links lead in a circle",
        122 => "the disk quota is used up",
        _ => $"error {errno}",
    };
}
