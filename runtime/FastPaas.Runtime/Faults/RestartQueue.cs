using System;
using System.Collections.Generic;
using System.Threading;

namespace FastPaas.Runtime.Faults;

/// <summary>Lets instances begin again, one after the other, on a thread of its own: an <c>init</c> may take long, and nobody but
/// the other instances that wait here waits for it.</summary>
/// <remarks>An instance stands in the queue once at most: so the queue is never longer than there are instances, and one that
/// fails often comes after all that asked before.</remarks>
sealed class RestartQueue : IDisposable
{
    static readonly TimeSpan StopTime = TimeSpan.FromSeconds(2);

    readonly Queue<ConfinedInstance> waiting = new();
    readonly Lock changing = new();
    readonly SemaphoreSlim asked = new(0);
    readonly Thread thread;
    ConfinedInstance? beginning;
    bool isEnding;

    public RestartQueue()
    {
        thread = new Thread(Run) { IsBackground = true, Name = "restarts" };
        thread.Start();
    }

    /// <summary>To the end of the queue, unless it is there already.</summary>
    public void Add(ConfinedInstance instance)
    {
        lock (changing)
        {
            if (isEnding || instance.IsBeginning) return;
            instance.IsBeginning = true;
            waiting.Enqueue(instance);
        }
        asked.Release();
    }

    void Run()
    {
        while (true)
        {
            asked.Wait();
            lock (changing)
            {
                if (isEnding) return;
                beginning = waiting.Dequeue();
            }
            beginning.Begin();
            lock (changing) beginning = null;
        }
    }

    /// <summary>Ends the <c>init</c> that is running, by a fault of its; those that wait stay in quarantine.</summary>
    public void Dispose()
    {
        lock (changing)
        {
            if (isEnding) return;
            isEnding = true;
            beginning?.EndInit();
            foreach (ConfinedInstance instance in waiting) instance.IsBeginning = false;
        }
        asked.Release();
        // An Init in C# that doesn't end is the process's to end: this thread is none that keeps it.
        if (thread.Join(StopTime)) asked.Dispose();
    }
}
