namespace IndustrialAgents.Silo.Configuration;

/// <summary>Where a cluster keeps what must survive.</summary>
internal enum StorageKind
{
    /// <summary>Nowhere: all is gone with the process.</summary>
    Memory,

    /// <summary>In SQLite files of one silo, for a developer's machine; sensor rows are in memory.</summary>
    Sqlite,

    /// <summary>In PostgreSQL: members, state, reminders, decisions and sensor rows.</summary>
    PostgreSql,
}
