namespace IndustrialAgents.Experts.Language.Tests.StructuredText;

/// <summary>Programs in structured text for tests.</summary>
internal static class Programs
{
    /// <summary>One that uses what the checker knows.</summary>
    public const string Whole = """
        TYPE
            Mode : (Idle, Filling, Fault := 9);
            Level : INT (0..100) := 5;
            Recipe : STRUCT
                Name : STRING[32] := 'standard $'A$'';
                Steps : ARRAY [0..3, 1..2] OF REAL := [4(0.0), 1.5E-3];
            END_STRUCT;
        END_TYPE

        VAR_GLOBAL CONSTANT
            MaxLevel : REAL := 98.5; // percent
        END_VAR

        FUNCTION Limited : REAL
            VAR_INPUT value, low, high : REAL; END_VAR
            Limited := MAX(low, MIN(value, high));
        END_FUNCTION

        FUNCTION_BLOCK Valve
            VAR_INPUT Open : BOOL; END_VAR
            VAR_OUTPUT IsOpen AT %QX0.1 : BOOL; END_VAR
            IsOpen := Open;
        END_FUNCTION_BLOCK

        PROGRAM Tank
            VAR RETAIN
                state : Mode := Idle;
                inlet : Valve := (Open := FALSE);
                delay : TON;
                level : REAL;
                r : Recipe;
                i : INT;
                mask : WORD := 16#FF_00;
                start : DT := DT#2026-01-31-06:30:00;
            END_VAR
            VAR_EXTERNAL Pressure : REAL; END_VAR
            (* fill until
               the level is reached *)
            CASE state OF
                Idle, Mode#Fault:
                    IF level < 10.0 AND NOT mask.3 THEN state := Filling; ELSIF level > maxlevel THEN RETURN; ELSE ; END_IF;
                Filling:
                    inlet(Open := level < MaxLevel);
                    delay(IN := inlet.IsOpen, PT := T#1m30s500ms, Q => , ET => start);
                4..6, -1: state := Idle;
            ELSE
                inlet(Open := FALSE);
            END_CASE;
            FOR i := 0 TO 3 BY 1 DO
                r.Steps[i, 1] := Limited(value := r.Steps[i, 2] ** 2.0, low := -1.0, high := INT_TO_REAL(MaxLevelOf(i)) / 2.0);
                IF i = 2 THEN EXIT; ELSE CONTINUE; END_IF;
            END_FOR;
            WHILE level >= 0.0 & (i <> 3) XOR FALSE DO level := level - 1.0; END_WHILE;
            REPEAT i := i MOD 2 + INT#1; UNTIL i = 0 END_REPEAT;
            {warning disable}
            inlet();
        END_PROGRAM
        """;

    /// <summary>A short one without faults.</summary>
    public const string Short = "PROGRAM P\nVAR a : INT; END_VAR\na := a + 1;\nEND_PROGRAM";
}
