namespace IndustrialAgents.Experts;

/// <summary>Says what an answer means that is no success. Hubs tell the reason in <c>X-Error-Code</c>: the status alone does not.</summary>
internal static class HubRefusal
{
    private const int MaxMessage = 300;

    public static Exception Of(HttpResponseMessage response, string what, ModelHubOptions options, DateTimeOffset now)
    {
        var status = (int)response.StatusCode;
        var said = Header(response, "X-Error-Message");
        return (status, Header(response, "X-Error-Code")) switch
        {
            (408 or 425 or 429 or >= 500, _) => new TransientHubException($"{response.RequestMessage?.RequestUri?.Host} answers {status}", RetryAfter(response, now)),
            (401 or 403, "GatedRepo") or (403, _) => new ModelHubException(
                $"{what} is given out to those only who accepted its conditions: open the repository's page at {options.Endpoint} with your account, accept, and "
                + $"{(options.Token is null ? "set HF_TOKEN to a token of that account" : "check that HF_TOKEN is of that account and may read gated repositories")}{Quote(said)}"),
            (401, "RepoNotFound") => new ModelHubException($"{what} does not exist, or is private{Token(options)}{Quote(said)}"),
            (401, _) => new ModelHubException($"{options.Endpoint} wants to know who asks for {what}{Token(options)}{Quote(said)}"),
            (404, "RevisionNotFound") => new ModelHubException($"{what}: there is no such revision; name a branch, a tag or a commit{Quote(said)}"),
            (404, "EntryNotFound") => new ModelHubException($"{what}: there is no such file in this revision{Quote(said)}"),
            (404 or 410, _) => new ModelHubException($"{what} is not there; check the name{Quote(said)}"),
            (416, _) => new TransientHubException("the hub does not go on from where the transfer broke off") { StartOver = true },
            _ => new ModelHubException($"{response.RequestMessage?.RequestUri?.Host} answers {status} {response.ReasonPhrase} to {what}{Quote(said)}"),
        };
    }

    private static string Token(ModelHubOptions options) => options.Token is null
        ? "; check the name, or set HF_TOKEN to a token that may read it"
        : "; check the name and HF_TOKEN";

    private static string Quote(string? said) => said is null ? "" : $" (the hub says: {said})";

    private static string? Header(HttpResponseMessage response, string name)
    {
        if (!response.Headers.TryGetValues(name, out var values))
        {
            return null;
        }

        var text = new string([.. string.Join(' ', values).Where(c => !char.IsControl(c)).Take(MaxMessage)]);
        return text.Length == 0 ? null : text;
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } when delta >= TimeSpan.Zero => delta,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };
}
