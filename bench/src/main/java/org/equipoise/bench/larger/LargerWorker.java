package org.equipoise.bench.larger;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.equipoise.augment.packs.SplitReader;
import org.equipoise.augment.packs.TrainingSplit;
import org.equipoise.augment.sharding.ShardMaker;
import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.ShardRequested;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.messaging.EventCodec;

/**
 * The augment service's own classes in a process with a service's heap: one epoch of a split from its packs to its
 * shards, as two workers make them. Linux alone tells its peak of memory.
 */
public final class LargerWorker {

    /** As the service's defaults. */
    private static final long MOST_MEMORY = 256L << 20;

    private static final long FOLDER_BYTES = 16L << 30;
    private static final long SHARD_BYTES = 32L << 20;
    private static final int WORKERS = 2;

    private static final AugmentationPolicy MILD = new AugmentationPolicy(true, false, 10, 0.1, 0.08);

    private LargerWorker() {}

    /**
     * What was measured.
     *
     * @param fetchSeconds from the first byte to a checked file
     * @param images in all shards
     * @param shardSeconds of making them
     * @param fileBytes of the cache folder
     * @param peakMebibytes the process's largest resident set
     */
    record Measured(double fetchSeconds, int images, double shardSeconds, long fileBytes, double peakMebibytes) {}

    /** Arguments: images, side, images a shard, folder. */
    public static void main(String[] arguments) throws Exception {
        int side = Integer.parseInt(arguments[1]);
        var measured = measure(
                Integer.parseInt(arguments[0]),
                new InputShape(side, side, 3),
                Integer.parseInt(arguments[2]),
                Path.of(arguments[3]));
        PrintStream out = System.out;
        out.write(EventCodec.write(measured));
        out.println();
    }

    static Measured measure(int images, InputShape shape, int imagesPerShard, Path folder) throws Exception {
        long heap = Runtime.getRuntime().maxMemory();
        var reader = new SplitReader(
                new DrawnPacks(images, shape),
                Math.min(MOST_MEMORY, heap / 2),
                folder,
                FOLDER_BYTES,
                Clock.systemUTC());
        long begin = System.nanoTime();
        reader.with(DrawnPacks.DATASET, DrawnPacks.VERSION, TrainingSplit::size);
        double fetch = (System.nanoTime() - begin) / 1e9;
        var maker = new ShardMaker(SHARD_BYTES);
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
        begin = System.nanoTime();
        int made = 0;
        try {
            List<Future<Integer>> shards = new ArrayList<>();
            for (int shard = 0; shard * imagesPerShard < images; shard++) {
                ShardRequested request = request(shard, imagesPerShard);
                Callable<Integer> work = () -> reader.with(
                        DrawnPacks.DATASET,
                        DrawnPacks.VERSION,
                        split -> maker.make(request, split).images());
                shards.add(workers.submit(work));
            }
            for (Future<Integer> shard : shards) {
                made += shard.get();
            }
        } finally {
            workers.shutdownNow();
        }
        return new Measured(
                fetch,
                made,
                (System.nanoTime() - begin) / 1e9,
                reader.fileBytes(),
                WholeRun.peakMebibytes(ProcessHandle.current().pid()));
    }

    private static ShardRequested request(int shard, int imagesPerShard) {
        return new ShardRequested(
                "run",
                0,
                shard,
                imagesPerShard,
                DrawnPacks.DATASET,
                DrawnPacks.VERSION,
                ShardRequested.Sampling.BALANCED,
                MILD,
                Collections.nCopies(DrawnPacks.CLASSES, 1.0),
                1,
                Instant.EPOCH.plusSeconds(1_800_000_000));
    }
}
