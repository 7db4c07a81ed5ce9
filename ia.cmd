@echo off
rem Builds what is needed, quietly, and runs the command-line program. Everything else is in src\IndustrialAgents.Cli.
setlocal
set "IA_ROOT=%~dp0"
if "%IA_ROOT:~-1%"=="\" set "IA_ROOT=%IA_ROOT:~0,-1%"
set DOTNET_NOLOGO=1
set DOTNET_CLI_TELEMETRY_OPTOUT=1
where dotnet >nul 2>nul
if errorlevel 1 (
  echo ia: the .NET SDK 10 is not on the PATH; install it from https://dot.net 1>&2
  exit /b 3
)
set "IA_TARGET=%IA_ROOT%\src\IndustrialAgents.Cli\IndustrialAgents.Cli.csproj"
if "%~1"=="test" set "IA_TARGET=%IA_ROOT%\IndustrialAgents.sln"
if "%~1 %~2"=="bench cluster" set "IA_TARGET=%IA_ROOT%\IndustrialAgents.sln"
if "%~1 %~2"=="bench assets" set "IA_TARGET=%IA_ROOT%\IndustrialAgents.sln"
dotnet build "%IA_TARGET%" -c Release --nologo -v quiet -clp:NoSummary 1>&2
if errorlevel 1 (
  echo ia: the build failed 1>&2
  exit /b 3
)
dotnet "%IA_ROOT%\src\IndustrialAgents.Cli\bin\Release\net10.0\ia.dll" %*
exit /b %errorlevel%
