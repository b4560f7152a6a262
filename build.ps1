#!/usr/bin/env pwsh
# build.ps1 check|build|run|test|bench: finds dotnet and hands over to generators/FastPaas.Build, which build.sh calls too.
$ErrorActionPreference = 'Stop'
$env:FASTPAAS_STARTED_NS = [DateTimeOffset]::UtcNow.ToUnixTimeMilliseconds() * 1000000
function Stop-Build([string] $sentence) { [Console]::Error.WriteLine("build: $sentence"); exit 4 }
if (-not $IsLinux) { Stop-Build 'FastPaas builds on Linux (Debian 12); on Windows, run build.sh inside WSL.' }

$root = $PSScriptRoot
$here = Join-Path $root 'generators/FastPaas.Build'
$tool = Join-Path $root 'artifacts/bin/FastPaas.Build/release/FastPaas.Build.dll'
$stamp = Join-Path $root 'artifacts/build-tool.stamp'

$candidates = @()
if ($env:DOTNET_ROOT) { $candidates += Join-Path $env:DOTNET_ROOT 'dotnet' }
$onPath = Get-Command dotnet -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
if ($onPath) { $candidates += $onPath.Source }
$candidates += '/usr/share/dotnet/dotnet', '/usr/lib/dotnet/dotnet', (Join-Path $HOME '.dotnet/dotnet')
$dotnet = $candidates | Where-Object { Test-Path $_ -PathType Leaf } | Select-Object -First 1
$fix = 'curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0'
if (-not $dotnet) { Stop-Build "the .NET SDK 10 is missing; install it: $fix" }
if (-not ((& $dotnet --list-sdks) -match '^1[0-9]\.')) { Stop-Build "$dotnet has no SDK 10; install it: $fix" }

if ($args -contains '--no-install') { $env:FASTPAAS_NO_INSTALL = '1' }
$env:FASTPAAS_ROOT = $root
$env:DOTNET_SYSTEM_GLOBALIZATION_INVARIANT = '1'
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:MSBUILDDISABLENODEREUSE = '1'

# The first build of a user who waits does without analyzers. What tests all compiles all with them, and mustn't write to the
# tool that runs it: so it runs one that was compiled with them.
$verb = if ($args.Count -gt 0) { $args[0] } else { '' }
$analyzes = if ($verb -in 'build', 'check', 'run' -and -not (Test-Path $tool)) { '0' } else { '1' }
function Test-Current {
    if (-not (Test-Path $stamp) -or -not (Test-Path $tool)) { return $false }
    if ($verb -eq 'test' -and (Get-Content $stamp) -eq '0') { return $false }
    $built = (Get-Item $stamp).LastWriteTimeUtc
    $shared = (Join-Path $root 'generators/FastPaas.Graph'), (Join-Path $root 'native/verify')
    $sources = Get-ChildItem (@($here) + $shared) -Recurse -Force
    $sources += Get-Item (Join-Path $root 'Directory.*.props'), $PSCommandPath
    return -not ($sources | Where-Object LastWriteTimeUtc -gt $built | Select-Object -First 1)
}
if (-not (Test-Current)) {
    try { New-Item -ItemType Directory -Force (Join-Path $root 'artifacts') | Out-Null }
    catch { Stop-Build "$root/artifacts can't be written; build in a copy that you own: git clone $root <folder>" }
    $lock = $null
    for ($said = $false; -not $lock; $said = $true) {
        try { $lock = [IO.File]::Open((Join-Path $root 'artifacts/.lock'), 'OpenOrCreate', 'ReadWrite', 'None') }
        catch [IO.IOException] {
            if (-not $said) { [Console]::Error.WriteLine('build: another build works in this checkout; waiting for it.') }
            Start-Sleep -Milliseconds 200
        }
    }
    try {
        if (-not (Test-Current)) {
            $started = [DateTime]::UtcNow
            $first = if ($analyzes -eq '0') { @('-p:FastPaasFirstBuild=true') } else { @() }
            $env:DOTNET_TieredPGO = '0' # without profiles of its own code, which it would end before it uses
            $log = & $dotnet build $here -c Release -v quiet --nologo @first 2>&1
            Remove-Item Env:DOTNET_TieredPGO
            if ($LASTEXITCODE -ne 0) {
                if ($log -match 'No space left on device') { Stop-Build 'the disk is full; free some space and try again.' }
                if ($log -match 'error NU1301') {
                    Stop-Build 'no network to the NuGet feed, and nothing was restored before; connect.'
                }
                $log | Sort-Object -Unique | ForEach-Object { [Console]::Error.WriteLine($_) }
                Stop-Build "the build tool itself doesn't build; the lines above say where."
            }
            Set-Content $stamp $analyzes
            (Get-Item $stamp).LastWriteTimeUtc = $started
        }
    }
    finally { $lock.Dispose() }
}
& $dotnet exec $tool @args
exit $LASTEXITCODE
