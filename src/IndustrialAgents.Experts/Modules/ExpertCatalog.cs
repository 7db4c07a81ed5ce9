namespace IndustrialAgents.Experts;

/// <summary>
/// The steps and experts that manifests may name. Filled by modules while a node starts; thread-safe for reading after that.
/// </summary>
public sealed class ExpertCatalog
{
    private readonly Dictionary<string, Func<StepContext, IInputStep>> _inputSteps = [];
    private readonly Dictionary<string, Func<StepContext, IOutputStep>> _outputSteps = [];
    private readonly Dictionary<string, Func<StepContext, IExpertDirectory, IExpert>> _experts = [];

    /// <summary>The generic steps and those of the modules.</summary>
    /// <exception cref="ArgumentException">Two modules bring a step of one name.</exception>
    public static ExpertCatalog Of(IEnumerable<IExpertModule> modules)
    {
        var catalog = new ExpertCatalog();
        foreach (var module in modules.Prepend(new CoreModule()))
        {
            catalog.Add(module);
        }

        return catalog;
    }

    /// <summary>Registers an input step under the name that manifests use.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void AddInputStep(string name, Func<StepContext, IInputStep> create) => _inputSteps.Add(name, create);

    /// <summary>Registers an output step under the name that manifests use.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void AddOutputStep(string name, Func<StepContext, IOutputStep> create) => _outputSteps.Add(name, create);

    /// <summary>Registers an expert written in code under the name that manifests use. It may ask others through the directory.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void AddExpert(string name, Func<StepContext, IExpertDirectory, IExpert> create) => _experts.Add(name, create);

    /// <summary>Makes the input step of a manifest.</summary>
    /// <exception cref="InvalidManifestException">No such step is registered, or its options are wrong.</exception>
    public IInputStep CreateInputStep(ManifestStep step, StepContext context) => Find(_inputSteps, step, context, "input step")(context);

    /// <summary>Makes the output step of a manifest.</summary>
    /// <exception cref="InvalidManifestException">No such step is registered, or its options are wrong.</exception>
    public IOutputStep CreateOutputStep(ManifestStep step, StepContext context) => Find(_outputSteps, step, context, "output step")(context);

    /// <summary>Makes the expert of a manifest that is written in code.</summary>
    /// <exception cref="InvalidManifestException">No such expert is registered, or its options are wrong.</exception>
    public IExpert CreateExpert(ManifestStep step, StepContext context, IExpertDirectory directory) =>
        Find(_experts, step, context, "expert")(context, directory);

    /// <summary>Registers what a module brings: everything, or nothing where it fails.</summary>
    /// <exception cref="ArgumentException">A name is taken.</exception>
    public void Add(IExpertModule module)
    {
        var brought = new ExpertCatalog();
        module.Register(brought);
        foreach (var name in brought._inputSteps.Keys.Where(_inputSteps.ContainsKey)
            .Concat(brought._outputSteps.Keys.Where(_outputSteps.ContainsKey))
            .Concat(brought._experts.Keys.Where(_experts.ContainsKey)))
        {
            throw new ArgumentException($"{module.GetType()} brings '{name}', which another module brought already", nameof(module));
        }

        Copy(brought._inputSteps, _inputSteps);
        Copy(brought._outputSteps, _outputSteps);
        Copy(brought._experts, _experts);

        static void Copy<T>(Dictionary<string, T> from, Dictionary<string, T> to)
        {
            foreach (var (name, create) in from)
            {
                to.Add(name, create);
            }
        }
    }

    private static T Find<T>(Dictionary<string, T> registered, ManifestStep step, StepContext context, string kind) =>
        registered.TryGetValue(step.Use, out var create)
            ? create
            : throw context.Options.Invalid(
                "use", $"'{step.Use}' is no {kind} that is known here; known are {string.Join(", ", registered.Keys.Order(StringComparer.Ordinal))}");
}
