using System.Collections.Frozen;

namespace IndustrialAgents.Experts.Language.StructuredText;

/// <summary>Words that are no names, and types that every controller has (IEC 61131-3, third edition).</summary>
internal static class Keywords
{
    private static readonly FrozenSet<string> Words = FrozenSet.ToFrozenSet(
        [
            "PROGRAM", "END_PROGRAM", "FUNCTION", "END_FUNCTION", "FUNCTION_BLOCK", "END_FUNCTION_BLOCK", "TYPE", "END_TYPE", "STRUCT", "END_STRUCT",
            "VAR", "VAR_INPUT", "VAR_OUTPUT", "VAR_IN_OUT", "VAR_TEMP", "VAR_GLOBAL", "VAR_EXTERNAL", "END_VAR", "CONSTANT", "RETAIN", "NON_RETAIN", "AT", "ARRAY", "OF",
            "IF", "THEN", "ELSIF", "ELSE", "END_IF", "CASE", "END_CASE", "FOR", "TO", "BY", "DO", "END_FOR", "WHILE", "END_WHILE", "REPEAT", "UNTIL", "END_REPEAT",
            "RETURN", "EXIT", "CONTINUE", "AND", "OR", "XOR", "NOT", "MOD", "TRUE", "FALSE",
        ]);

    private static readonly FrozenSet<string> Types = FrozenSet.ToFrozenSet(
        [
            "BOOL", "BYTE", "WORD", "DWORD", "LWORD", "SINT", "INT", "DINT", "LINT", "USINT", "UINT", "UDINT", "ULINT", "REAL", "LREAL", "TIME", "LTIME", "DATE", "LDATE",
            "TIME_OF_DAY", "TOD", "LTOD", "DATE_AND_TIME", "DT", "LDT", "STRING", "WSTRING", "CHAR", "WCHAR",
        ]);

    private static readonly FrozenSet<string> Times = FrozenSet.ToFrozenSet(
        ["T", "TIME", "LT", "LTIME", "D", "DATE", "LD", "LDATE", "TOD", "TIME_OF_DAY", "LTOD", "DT", "DATE_AND_TIME", "LDT"]);

    public static bool IsWord(string upper) => Words.Contains(upper);

    public static bool IsType(string upper) => Types.Contains(upper);

    public static bool BeginsTime(string upper) => Times.Contains(upper);
}
