using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Storage;

namespace IndustrialAgents.Orleans.Tests.Support;

/// <summary>Grain state of all silos of a cluster, as a database keeps it: it survives the silo that wrote it.</summary>
internal sealed class SharedStorage
{
    private readonly ConcurrentDictionary<string, (byte[] State, string ETag)> _states = new(StringComparer.Ordinal);

    /// <summary>Registers a grain storage of a name with a silo.</summary>
    public void AddTo(IServiceCollection services, string name) =>
        services.AddKeyedSingleton<IGrainStorage>(name, (provider, _) => new Storage(this, name, provider.GetRequiredService<Serializer>()));

    private sealed class Storage(SharedStorage shared, string name, Serializer serializer) : IGrainStorage
    {
        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            grainState.RecordExists = shared._states.TryGetValue(Key(stateName, grainId), out var stored);
            grainState.ETag = grainState.RecordExists ? stored.ETag : null;
            grainState.State = grainState.RecordExists ? serializer.Deserialize<T>(stored.State) : Activator.CreateInstance<T>();
            return Task.CompletedTask;
        }

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            var etag = Guid.NewGuid().ToString();
            shared._states[Key(stateName, grainId)] = (serializer.SerializeToArray(grainState.State), etag);
            (grainState.RecordExists, grainState.ETag) = (true, etag);
            return Task.CompletedTask;
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            shared._states.TryRemove(Key(stateName, grainId), out _);
            (grainState.RecordExists, grainState.ETag, grainState.State) = (false, null, Activator.CreateInstance<T>());
            return Task.CompletedTask;
        }

        private string Key(string stateName, GrainId grain) => $"{name}/{stateName}/{grain}";
    }
}
