using System.Reflection;

namespace IndustrialAgents.Orleans.Abstractions.Tests.Clients;

/// <summary>A grain factory that notes the keys that were asked for and gives out one router.</summary>
public class FakeGrains : DispatchProxy
{
    private IRouterGrain? _router;

    public List<(Type Grain, string Key)> Asked { get; } = [];

    public static (IGrainFactory Factory, FakeGrains Fake) Create(IRouterGrain? router = null)
    {
        var factory = Create<IGrainFactory, FakeGrains>();
        var fake = (FakeGrains)factory;
        fake._router = router;
        return (factory, fake);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Asked.Add((targetMethod!.GetGenericArguments()[0], (string)args![0]!));
        return targetMethod.ReturnType == typeof(IRouterGrain) ? _router : null;
    }
}
