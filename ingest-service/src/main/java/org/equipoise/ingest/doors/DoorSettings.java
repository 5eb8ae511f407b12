package org.equipoise.ingest.doors;

import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.equipoise.dicom.Limits;

/** What may come in through the doors, and how much at a time. */
@ConfigMapping(prefix = "equipoise.ingest.doors")
public interface DoorSettings {

    /** Bytes of an object's values, and of what inflates: each of the objects that are read at a time may take both. */
    int MOST_MEMORY = 16 << 20;

    /** The file of rules that say which dataset and model an object belongs to; absent: none does. */
    Optional<String> routes();

    /** The folder for what is being received. What lies there is deleted at the start. */
    @WithDefault("${equipoise.state-dir}/doors-${equipoise.instance}")
    String spool();

    /** Bytes of all that is being received at a time: an archive of each request, and the files unpacked of it. */
    @WithDefault("8589934592")
    long spoolBytes();

    /** Requests that are received at a time; one more is told to come again. */
    @WithDefault("4")
    int requests();

    /** Objects that are decoded and stored at a time. */
    @WithDefault("4")
    int parallelism();

    /** How long the object store may say nothing to a door: whoever sends waits meanwhile. */
    @WithDefault("PT20S")
    Duration storeTime();

    /** How long an object that comes by itself waits until others are decoded and stored; then it is to come again. */
    @WithDefault("PT20S")
    Duration turnTime();

    /** Bytes of a request. */
    @WithDefault("4294967296")
    long requestBytes();

    /** How long a request may take to arrive. */
    @WithDefault("PT15M")
    Duration requestTime();

    /** Bytes of an object, compressed or not. */
    @WithDefault("536870912")
    long objectBytes();

    /** Objects of a request. */
    @WithDefault("10000")
    int objects();

    /** Images of a request. */
    @WithDefault("50000")
    int images();

    /** Bytes of an archive. */
    @WithDefault("1073741824")
    long archiveBytes();

    /** Frames of an object. */
    @WithDefault("4096")
    int frames();

    /** Samples of a frame. */
    @WithDefault("20000000")
    int frameSamples();

    /** Frames up to this many pixels are decoded side by side, larger ones one at a time. */
    @WithDefault("2000000")
    long smallFramePixels();

    /** Objects whose Patient ID does not say who issued it are of this issuer. */
    @WithDefault("")
    Optional<String> issuer();

    /** What a DICOM object may take; several are in memory at a time, so less than where one is. */
    default Limits limits() {
        Limits usual = Limits.DEFAULT;
        return new Limits(
                objectBytes(),
                usual.valueBytes(),
                Math.min(usual.allValueBytes(), MOST_MEMORY),
                usual.depth(),
                usual.elements(),
                Math.min(usual.inflatedBytes(), MOST_MEMORY),
                frames(),
                frameSamples(),
                usual.objectSamples(),
                usual.codecTime(),
                usual.codecHeapMebibytes());
    }
}
