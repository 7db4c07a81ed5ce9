using System.Net.ServerSentEvents;
using System.Text;

namespace IndustrialAgents.Experts.Multimodal;

/// <summary>
/// A reply that comes in server-sent events (WHATWG HTML), each a chunk of a chat completion, up to <c>[DONE]</c>. An endpoint that ignores the wish for a
/// stream and sends the whole reply is heard as well. Used by one caller.
/// </summary>
internal sealed class ChatStream : IAsyncDisposable
{
    private const string Done = "[DONE]";

    private readonly HttpResponseMessage _reply;
    private readonly ChatOptions _options;
    private readonly CancellationTokenSource _life;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenRegistration _linked;
    private readonly StringBuilder _text = new();
    private BoundedStream? _bytes;
    private IAsyncEnumerator<SseItem<string>>? _events;
    private ChatReply? _whole;
    private ChatUsage _usage;
    private FinishReason? _finish;
    private string? _ahead;
    private bool _ended;

    /// <summary>Takes over a reply whose body was not read.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="options">How long an event may take, and how large it and the text may be.</param>
    /// <param name="time">Measures that.</param>
    /// <param name="caller">Ends the stream.</param>
    public ChatStream(HttpResponseMessage reply, ChatOptions options, TimeProvider time, CancellationToken caller)
    {
        (_reply, _options, _caller) = (reply, options, caller);
        _life = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _linked = caller.UnsafeRegister(static life => ((CancellationTokenSource)life!).Cancel(), _life);
    }

    /// <summary>Waits for the first piece of text, so that an endpoint that does not begin can be asked again.</summary>
    public async Task OpenAsync(CancellationToken attempt)
    {
        // The attempt's token is used anew once the attempt is over, so the stream must not keep it.
        using var linked = attempt.UnsafeRegister(static life => ((CancellationTokenSource)life!).Cancel(), _life);
        try
        {
            var stream = await _reply.Content.ReadAsStreamAsync(_life.Token).ConfigureAwait(false);
            _bytes = new BoundedStream(stream, _options.MaxResponseBytes);
            if (_reply.Content.Headers.ContentType?.MediaType == "application/json")
            {
                using var read = new MemoryStream();
                await _bytes.CopyToAsync(read, _life.Token).ConfigureAwait(false);
                _whole = ChatReply.Read(read.ToArray());
                _ahead = _whole.Text;
                return;
            }

            _events = SseParser.Create(_bytes).EnumerateAsync(_life.Token).GetAsyncEnumerator(_life.Token);
            _ahead = await ReadAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (attempt.IsCancellationRequested)
        {
            throw new OperationCanceledException(attempt);
        }
    }

    /// <summary>The next piece of text; null at the end.</summary>
    /// <exception cref="IOException">The connection was cut before the end, or nothing came for too long.</exception>
    /// <exception cref="InvalidDataException">What came is not the protocol, an error, or too large.</exception>
    public async ValueTask<string?> NextAsync()
    {
        if (_ahead is { } piece)
        {
            _ahead = null;
            return piece;
        }

        if (_ended || _events is null)
        {
            return null;
        }

        _life.CancelAfter(TimeSpan.FromSeconds(_options.TimeoutSeconds));
        try
        {
            return await ReadAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!_caller.IsCancellationRequested)
        {
            throw new IOException($"nothing came for {_options.TimeoutSeconds} s in the middle of the reply; raise timeoutSeconds if that is right");
        }
        finally
        {
            _life.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The whole reply. Only after the end.</summary>
    public ChatReply Reply() => _whole ?? new ChatReply(_text.ToString(), _finish ?? FinishReason.Stop, _usage);

    public async ValueTask DisposeAsync()
    {
        await _linked.DisposeAsync().ConfigureAwait(false);
        if (_events is not null)
        {
            await _events.DisposeAsync().ConfigureAwait(false);
        }

        _reply.Dispose();
        _life.Dispose();
    }

    private async ValueTask<string?> ReadAsync()
    {
        while (await MoveAsync().ConfigureAwait(false))
        {
            var data = _events!.Current.Data;
            if (data == Done)
            {
                break;
            }

            var chunk = ChatChunk.Read(data);
            _finish = chunk.Finish ?? _finish;
            _usage = chunk.Usage ?? _usage;
            if (chunk.Text.Length > 0)
            {
                _text.Append(chunk.Text);
                return _text.Length <= _options.MaxResponseBytes
                    ? chunk.Text
                    : throw new InvalidDataException($"its reply has more than {_options.MaxResponseBytes} characters; raise maxResponseBytes if that is right");
            }
        }

        _ended = true;
        return null;
    }

    // Some endpoints close the connection after the text without saying [DONE].
    private async ValueTask<bool> MoveAsync()
    {
        _bytes!.Restart();
        try
        {
            return await _events!.MoveNextAsync().ConfigureAwait(false) || (_finish is null ? throw new IOException("the stream ended before the text did") : false);
        }
        catch (Exception e) when (_finish is not null && e is IOException or HttpRequestException)
        {
            return false;
        }
    }
}
