using System.Reflection;
using IndustrialAgents.Orleans.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using Orleans.Serialization.Configuration;
using Orleans.Serialization.Serializers;
using static IndustrialAgents.Orleans.Abstractions.Tests.Wire.Wired;

namespace IndustrialAgents.Orleans.Abstractions.Tests.Wire;

/// <summary>Finds what a grain call could carry and the serializer could not.</summary>
public sealed class CoverageTests
{
    private static readonly CodecProvider Codecs = Services.GetRequiredService<CodecProvider>();

    private static readonly Type[] Errors =
    [
        .. new[] { typeof(Request).Assembly, typeof(IRouterGrain).Assembly }
            .SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => type.IsAssignableTo(typeof(IndustrialAgentsException))),
    ];

    // Manifests travel as JSON: what they are made of needs no wire form.
    private static readonly HashSet<Type> Carried = CallTypes.Of(typeof(IRouterGrain).Assembly, isOpaque: type => type == typeof(Manifest));

    [Fact]
    public void CallTypes_OfTheAssembly_AreThoseExpected()
    {
        Assert.Superset(
            new HashSet<Type> { typeof(Request), typeof(TensorInput), typeof(Answer), typeof(Embedding), typeof(Feedback), typeof(SensorRows), typeof(Tensor) },
            Carried);
        Assert.DoesNotContain(typeof(HardwareNeeds), Carried);
    }

    [Fact]
    public void EveryCallType_HasCodecAndCopier()
    {
        foreach (var type in Carried)
        {
            Assert.True(Codecs.TryGetCodec(type) is not null, $"{type} has no codec: give it a wire form in WireManifest");
            Assert.True(Codecs.TryGetDeepCopier(type) is not null, $"{type} has no copier: give it a wire form in WireManifest");
        }
    }

    [Fact]
    public void EveryConcreteTypeOfOurs_HasASampleThatIsRoundTripped()
    {
        var sampled = Samples.All.Values.Select(sample => sample.GetType()).ToHashSet();

        Assert.DoesNotContain(
            Carried.Concat(Errors).Where(IsOurs).Where(type => !type.IsAbstract && !type.IsEnum),
            type => !sampled.Contains(type));
    }

    [Fact]
    public void EveryError_IsWrittenAsItself()
    {
        foreach (var error in Errors.Where(error => error != typeof(IndustrialAgentsException)))
        {
            Assert.True(Codecs.GetCodec(error) is not ErrorCodec, $"{error} would arrive as its base: give it a wire form in WireManifest");
        }
    }

    [Fact]
    public void EveryTypeOfOurs_HasAnAlias()
    {
        var aliased = Services.GetRequiredService<IOptions<TypeManifestOptions>>().Value.WellKnownTypeAliases.Values.ToHashSet();

        Assert.DoesNotContain(
            Carried.Concat(Errors).Where(IsOurs).Where(type => !type.IsAbstract && !type.IsEnum),
            type => !aliased.Contains(type));
    }

    [Fact]
    public void EveryGrainInterfaceAndMethod_HasAnAlias()
    {
        foreach (var grain in typeof(IRouterGrain).Assembly.GetExportedTypes().Where(type => type.IsInterface && type.IsAssignableTo(typeof(IGrain))))
        {
            Assert.True(grain.IsDefined(typeof(AliasAttribute)), $"{grain} has no alias");
            Assert.All(grain.GetMethods(BindingFlags.Public | BindingFlags.Instance), method => Assert.True(method.IsDefined(typeof(AliasAttribute)), $"{method} has no alias"));
        }
    }

    [Fact]
    public void AnalyzeSerializerAvailability_AsSilosDoAtStart_HasNoComplaint()
    {
        var ours = new TypeManifestOptions();
        ours.Interfaces.UnionWith(
            Services.GetRequiredService<IOptions<TypeManifestOptions>>().Value.Interfaces.Where(type => type.Assembly == typeof(IRouterGrain).Assembly));

        Assert.NotEmpty(ours.Interfaces);
        Assert.Empty(SerializerConfigurationAnalyzer.AnalyzeSerializerAvailability(Codecs, ours));
    }

    private static bool IsOurs(Type type) => type.Namespace!.StartsWith("IndustrialAgents", StringComparison.Ordinal);
}
