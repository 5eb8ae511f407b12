package org.equipoise.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import org.equipoise.common.decoding.BoundedDecoder;
import org.equipoise.common.decoding.DecodingLimits;
import org.equipoise.common.decoding.DecodingOutcome;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.hashing.Sha256;
import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Vocabulary;
import org.equipoise.ingest.freezing.FreezeOutcome;
import org.equipoise.ingest.freezing.FreezePlan;
import org.equipoise.ingest.freezing.FreezePlanner;
import org.equipoise.ingest.freezing.FreezeWish;
import org.equipoise.ingest.freezing.FreezingSettings;
import org.equipoise.ingest.freezing.SampleCounter;
import org.equipoise.ingest.freezing.StandingImage;
import org.equipoise.ingest.freezing.WindowWish;
import org.equipoise.ingest.labelling.ImageRecord;
import org.equipoise.ingest.labelling.LabelRules;
import org.equipoise.ingest.labelling.LabellingSettings;
import org.equipoise.ingest.quality.Measuring;
import org.equipoise.ingest.quality.QualityLimits;
import org.equipoise.ingest.splitting.Splitting;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.SetImage;

/** What becomes of a set: the plain cores from decoding to freezing, without what lies between them. */
public final class SetFreezing {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final BoundedDecoder decoder = new BoundedDecoder(DecodingLimits.DEFAULTS);
    private final Splitting splitting = new Splitting(value -> Sha256.hex(value.getBytes(StandardCharsets.UTF_8)));
    private final LabelRules rules = new LabelRules(splitting, Limits.defaults(LabellingSettings.class));
    private final Map<String, ImageRecord> records = new HashMap<>();
    private final Map<String, List<String>> paths = new HashMap<>();
    private final LabelSet labelSet;

    private SetFreezing(LabelSet labelSet) {
        this.labelSet = labelSet;
    }

    /** All of the set. */
    public static SetFreezing of(ImageSet set) {
        var freezing = new SetFreezing(new LabelSet(set.classes()));
        set.images().forEach(freezing::add);
        return freezing;
    }

    /** Where the image, and the others with its pixels, lie in the set. */
    public List<String> paths(String imageId) {
        return paths.getOrDefault(imageId, List.of());
    }

    /** The images by their ids. */
    public Map<String, ImageRecord> records() {
        return records;
    }

    /** The standing of every image. */
    public List<StandingImage> standings() {
        return records.values().stream()
                .map(image -> new StandingImage(
                        rules.check(image, new Vocabulary(labelSet), NOW).orElseThrow(), rules.traits(image)))
                .toList();
    }

    /** The version. */
    public FreezePlan plan() {
        var planner = new FreezePlanner(
                Limits.defaults(FreezingSettings.class),
                Limits.defaults(QualityLimits.class),
                new SampleCounter(Runnable::run));
        FreezeOutcome outcome = planner.plan(
                "set",
                Optional.of(new Vocabulary(labelSet)),
                standings(),
                new FreezeWish(OptionalInt.empty(), new WindowWish.Unsaid()),
                id -> {
                    throw new AssertionError("images of 8 bits need no window, and " + id + " was read for one");
                });
        if (outcome instanceof FreezeOutcome.Planned planned) {
            return planned.plan();
        }
        throw new AssertionError(((FreezeOutcome.Refused) outcome).message());
    }

    private void add(SetImage image) {
        Pixels pixels = pixels(image);
        String id = ImageId.of(pixels);
        String study = "study-" + image.path();
        paths.computeIfAbsent(id, i -> new ArrayList<>()).add(image.path());
        ImageRecord known = records.getOrDefault(id, ImageRecord.empty("set", id));
        ImageRecord record = known.with(new ImageIngested(
                "set",
                id,
                study,
                "set/" + id + ".png",
                image.path(),
                pixels.width(),
                pixels.height(),
                pixels.channels(),
                "OT",
                splitting.patientGroup(image.patient()),
                image.split(),
                1,
                null,
                NOW,
                NOW,
                null,
                null,
                null,
                Measuring.of(pixels)));
        records.put(
                id,
                image.label() == null
                        ? record
                        : record.with(new LabelSubmitted("set", id, image.label(), "source:" + study, NOW)));
    }

    private Pixels pixels(SetImage image) {
        try {
            DecodingOutcome outcome = decoder.decode(image.read());
            if (outcome instanceof DecodingOutcome.Decoded decoded) {
                return decoded.pixels();
            }
            throw new AssertionError(image.path() + ": " + outcome);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
