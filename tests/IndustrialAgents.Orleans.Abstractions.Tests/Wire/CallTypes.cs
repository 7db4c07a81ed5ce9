using System.Reflection;
using System.Text.Json.Serialization;

namespace IndustrialAgents.Orleans.Abstractions.Tests.Wire;

/// <summary>All types that calls of an assembly's grain interfaces can carry: parameters, results, their members, and the kinds of abstract ones.</summary>
internal static class CallTypes
{
    public static HashSet<Type> Of(Assembly assembly, Func<Type, bool> isOpaque)
    {
        var found = new HashSet<Type>();
        foreach (var method in assembly.GetExportedTypes().Where(type => type.IsInterface && type.IsAssignableTo(typeof(IGrain))).SelectMany(type => type.GetMethods()))
        {
            foreach (var parameter in method.GetParameters())
            {
                Visit(parameter.ParameterType);
            }

            if (method.ReturnType.IsGenericType)
            {
                Visit(method.ReturnType.GetGenericArguments()[0]);
            }
        }

        return found;

        void Visit(Type type)
        {
            if (type == typeof(CancellationToken) || !found.Add(type) || isOpaque(type))
            {
                return;
            }

            foreach (var part in type.IsArray ? [type.GetElementType()!] : type.GetGenericArguments())
            {
                Visit(part);
            }

            if (type.Namespace?.StartsWith("IndustrialAgents", StringComparison.Ordinal) != true || type.IsEnum)
            {
                return;
            }

            foreach (var kind in type.GetCustomAttributes<JsonDerivedTypeAttribute>().Select(kind => kind.DerivedType)
                .Concat(type.Assembly.GetExportedTypes().Where(other => other.IsSubclassOf(type))))
            {
                Visit(kind);
            }

            foreach (var member in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.GetIndexParameters().Length == 0 && IsStored(property)))
            {
                Visit(member.PropertyType);
            }
        }
    }

    // What is computed from other members does not travel.
    private static bool IsStored(PropertyInfo property) => property.SetMethod is not null;
}
