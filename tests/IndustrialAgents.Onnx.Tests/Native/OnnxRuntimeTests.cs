using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Onnx.Tests;

/// <summary>The library as a whole: which one, its telemetry, its log. Alone, since the logger is the process's.</summary>
[CollectionDefinition(nameof(OnnxRuntimeTests), DisableParallelization = true)]
[Collection(nameof(OnnxRuntimeTests))]
public sealed partial class OnnxRuntimeTests
{
    [Fact]
    public void Version_OfTheFetchedLibrary_IsTheOneReferencesWereMadeWith()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("IA_ONNXRUNTIME") is not null, "IA_ONNXRUNTIME names another library");
        Assert.Equal("1.30.0", OnnxRuntime.Version);
        Assert.StartsWith(AppContext.BaseDirectory, OnnxRuntime.LibraryPath, StringComparison.Ordinal);
        Assert.Contains("CPUExecutionProvider", OnnxRuntime.AvailableProviders);
    }

    [Fact]
    public void Telemetry_AfterLoading_IsOffForNativeCodeToo()
    {
        Assert.NotEmpty(OnnxRuntime.Version);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has one environment for managed and native code");
        Assert.Equal("1", Marshal.PtrToStringUTF8(GetVariable("ORT_DISABLE_TELEMETRY")));
        Assert.SkipWhen(!OperatingSystem.IsLinux(), "only Linux lists a process's open files");

        // The library's telemetry, when on, keeps its events in a database of this name.
        var open = Directory.GetFiles("/proc/self/fd").Select(file => new FileInfo(file).LinkTarget);
        Assert.DoesNotContain(open, target => target is not null && target.Contains("onnxruntime.db", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no-such-library.so", "there is no such file")]
    [InlineData("xunit.v3.core.dll", "cannot load as a library")]
    public async Task Load_VariableNamesNoLibrary_NamesVariableAndFile(string file, string message)
    {
        var executable = Path.Combine(AppContext.BaseDirectory, "IndustrialAgents.Onnx.Tests" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        var path = Path.Combine(AppContext.BaseDirectory, file);

        // A process of its own, since this one has its library already: it runs the test above, which fails as it should.
        var start = new ProcessStartInfo(executable, ["-noColor", "-method", $"*.{nameof(Telemetry_AfterLoading_IsOffForNativeCodeToo)}"])
        {
            RedirectStandardOutput = true,
            Environment = { ["IA_ONNXRUNTIME"] = path },
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains($"IA_ONNXRUNTIME names {path}", output, StringComparison.Ordinal);
        Assert.Contains(message, output, StringComparison.Ordinal);
    }

    [Fact]
    public void UseLogger_AtTraceLevel_GetsTheLibrarysLines()
    {
        var logger = new ListLogger();
        OnnxRuntime.UseLogger(logger);
        try
        {
            OnnxSession.Load(TestModels.Identity(ElementType.Float32), name: "logged").Dispose();
            Assert.Contains(logger.Lines, line => line.StartsWith("ONNX Runtime: ", StringComparison.Ordinal));
            Assert.Contains(logger.Lines, line => line.StartsWith("logged: loaded on ", StringComparison.Ordinal));
            if (!logger.Lines.Contains("logged: loaded on Cuda"))
            {
                Assert.Contains(logger.Lines, line => line.StartsWith("logged: execution provider Cuda is not available: ", StringComparison.Ordinal));
            }
        }
        finally
        {
            OnnxRuntime.UseLogger(Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        }
    }

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetVariable(string name);

    private sealed class ListLogger : ILogger
    {
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_lines)
                {
                    return [.. _lines];
                }
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lines)
            {
                _lines.Add(formatter(state, exception));
            }
        }
    }
}
