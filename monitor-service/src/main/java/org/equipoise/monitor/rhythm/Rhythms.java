package org.equipoise.monitor.rhythm;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The rhythm of a version's predictions, all together and from each source that is named; of {@value #MOST} sources,
 * one that is gone makes room for another. Not thread-safe.
 */
public final class Rhythms {

    /** What stands for all predictions together. */
    public static final String ALL = "any";

    static final int MOST = 8;

    private Rhythm all = new Rhythm();
    private final Map<String, Rhythm> sources = new TreeMap<>();

    /**
     * What has been quiet for too long.
     *
     * @param source {@value #ALL}, or a source of images, e.g. {@code DX at XR2}
     * @param since when it was heard of last
     */
    public record Silent(String source, Instant since) {}

    /** A prediction; {@code source} is null where nobody named one. */
    public void heard(@Nullable String source, long atMillis) {
        all.heard(atMillis);
        if (source == null) {
            return;
        }
        Rhythm rhythm = sources.get(source);
        if (rhythm == null) {
            if (sources.size() >= MOST) {
                sources.values().removeIf(known -> known.gone(atMillis));
            }
            if (sources.size() >= MOST) {
                return;
            }
            rhythm = new Rhythm();
            sources.put(source, rhythm);
        }
        rhythm.heard(atMillis);
    }

    /**
     * What has been quiet for too long; where all is, its sources are not named one by one.
     *
     * @param least no shorter time is too long
     */
    public List<Silent> silent(Instant now, Duration least) {
        if (all.silent(now, least)) {
            return List.of(new Silent(ALL, all.last()));
        }
        List<Silent> silent = new ArrayList<>();
        sources.forEach((source, rhythm) -> {
            if (rhythm.silent(now, least)) {
                silent.add(new Silent(source, rhythm.last()));
            }
        });
        return silent;
    }

    /**
     * One of them.
     *
     * @param source as of {@link Silent}
     */
    public record Known(String source, Rhythm rhythm) {}

    /** Those of which enough is known to say that they are quiet; copies that another thread may ask. */
    public List<Known> known() {
        if (!all.known()) {
            return List.of();
        }
        List<Known> known = new ArrayList<>();
        known.add(new Known(ALL, all.copy()));
        sources.forEach((source, rhythm) -> {
            if (rhythm.known()) {
                known.add(new Known(source, rhythm.copy()));
            }
        });
        return known;
    }

    /** Writes everything. */
    public void writeTo(DataOutput out) throws IOException {
        all.writeTo(out);
        out.writeByte(sources.size());
        for (Map.Entry<String, Rhythm> source : sources.entrySet()) {
            out.writeUTF(source.getKey());
            source.getValue().writeTo(out);
        }
    }

    /** Reads what {@link #writeTo} wrote. */
    public static Rhythms readFrom(DataInput in) throws IOException {
        var rhythms = new Rhythms();
        rhythms.all = Rhythm.readFrom(in);
        int named = in.readByte();
        for (int i = 0; i < named; i++) {
            rhythms.sources.put(in.readUTF(), Rhythm.readFrom(in));
        }
        return rhythms;
    }
}
