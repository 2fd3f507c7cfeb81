package io.trailbridge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What this JVM has used since it started. The CPU time is split by threads of like names; that of the compiler, of the
 * collector and of threads that ended between two looks is in the whole only. One thread looks at a time.
 */
final class Probe {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Path STATUS = Path.of("/proc/self/status");

    private record Used(long nanos, long bytes) {}

    private final Map<Long, Used> byThread = new HashMap<>();
    private final Map<String, Long> nanosByGroup = new TreeMap<>();
    private long allocated;

    static long processCpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    JsonNode look() throws IOException {
        lookAtThreads();
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        ObjectNode usage = Json.object()
                .put("cpuNanos", processCpuNanos())
                .put("allocatedBytes", allocated)
                .put("collectorMillis", collectorMillis())
                .put("compilerMillis", ManagementFactory.getCompilationMXBean().getTotalCompilationTime())
                .put("heapBytes", heap.getUsed())
                .put("committedBytes", heap.getCommitted())
                .put("residentBytes", residentBytes());
        usage.set("threadNanos", Json.of(nanosByGroup));
        usage.set("calls", Json.of(CallCounter.calls()));
        return usage;
    }

    private void lookAtThreads() {
        long[] ids = THREADS.getAllThreadIds();
        long[] nanos = THREADS.getThreadCpuTime(ids);
        long[] bytes = THREADS.getThreadAllocatedBytes(ids);
        ThreadInfo[] infos = THREADS.getThreadInfo(ids);
        for (int i = 0; i < ids.length; i++) {
            if (infos[i] == null || nanos[i] < 0) {
                continue; // it has ended meanwhile
            }
            Used now = new Used(nanos[i], bytes[i]);
            Used before = byThread.put(ids[i], now);
            nanosByGroup.merge(
                    group(infos[i].getThreadName()), nanos[i] - (before == null ? 0 : before.nanos()), Long::sum);
            allocated += bytes[i] - (before == null ? 0 : before.bytes());
        }
    }

    /** The name without what tells the threads of one pool apart. */
    private static String group(String thread) {
        return thread.replaceAll("[0-9a-f-]{8,}", "#").replaceAll("[0-9]+", "#");
    }

    private static long collectorMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }

    /** The memory of the process, 0 where the system does not tell it. */
    private static long residentBytes() throws IOException {
        if (!Files.exists(STATUS)) {
            return 0;
        }
        List<String> lines = Files.readAllLines(STATUS);
        return lines.stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }
}
