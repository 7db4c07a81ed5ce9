using System.Net.Http.Json;
using IndustrialAgents.Json;
using IndustrialAgents.Silo.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using PumpRules;

namespace IndustrialAgents.Silo.Tests.EndToEnd;

/// <summary>An assembly with an expert in code and a grain, brought to a running plant by a rolling restart (examples/PumpRules).</summary>
public sealed class ModuleTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Module_DeployedByARollingRestart_AnswersAndKeepsItsGrainsState()
    {
        using var plant = await TestPlant.CreateAsync(postgres);
        var modules = Directory.CreateDirectory(plant.Folder.Sub("modules")).FullName;
        string[] settings = [$"Cluster:ModuleFolder={modules}"];
        var silos = new List<SiloProcess>();
        try
        {
            silos.Add(await SiloProcess.Start("one", plant, settings).ReadyAsync());
            silos.Add(await SiloProcess.Start("two", plant, settings).ReadyAsync());

            // 1. The assembly goes into the modules folder. 2. One silo after another is drained and started again.
            File.Copy(Path.Combine(AppContext.BaseDirectory, "PumpRules.dll"), Path.Combine(modules, "PumpRules.dll"));
            for (var i = 0; i < 2; i++)
            {
                var name = silos[0].Name;
                Assert.Equal(0, await silos[0].DrainAsync());
                Assert.True(await silos[1].IsReadyAsync());
                silos[0].Dispose();
                silos.RemoveAt(0);
                silos.Add(await SiloProcess.Start(name, plant, settings).ReadyAsync());
            }

            // 3. The manifest goes into the catalogue.
            await TestPlant.AddExpertAsync(silos[0], Path.Combine(AppContext.BaseDirectory, "expert"));
            using var http = new HttpClient();
            foreach (var silo in silos)
            {
                var answer = await AskAsync(http, silo);
                Assert.Equal("pressure-limits", Assert.Single(answer.Contributions).Expert.Name);
                var classes = Assert.IsType<ClassProbabilities>(answer.Output);
                Assert.Equal("too high", classes.Top().Label);
            }

            // Its grain, by a client that references the assembly.
            using (var client = await plant.ConnectAsync())
            {
                var notes = client.Services.GetRequiredService<IClusterClient>().GetGrain<IShiftNotesGrain>("acme/west/pumps/p1");
                await notes.AddAsync("seal changed");
            }

            Assert.Equal(0, await silos[0].DrainAsync());
            using var later = await plant.ConnectAsync();
            Assert.Equal(["seal changed"], await later.Services.GetRequiredService<IClusterClient>().GetGrain<IShiftNotesGrain>("acme/west/pumps/p1").ReadAsync());
        }
        finally
        {
            silos.ForEach(silo => silo.Dispose());
        }
    }

    // The catalogue reaches a silo within seconds.
    private static async Task<Answer> AskAsync(HttpClient http, SiloProcess silo)
    {
        var question = new Request
        {
            Task = ExpertTask.Classify,
            Inputs = [new SeriesInput(new Series { Channels = [new("pressure", "bar")], Values = new float[] { 7, 8, 7, 5 }, SamplePeriod = TimeSpan.FromSeconds(1) })],
        };
        while (true)
        {
            using var response = await http.PostAsJsonAsync(new Uri(silo.Url, "/v1/ask"), question, ContractJson.Options, TestContext.Current.CancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return (await response.Content.ReadFromJsonAsync<Answer>(ContractJson.Options, TestContext.Current.CancellationToken))!;
            }

            Assert.Equal(System.Net.HttpStatusCode.BadRequest, response.StatusCode);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
