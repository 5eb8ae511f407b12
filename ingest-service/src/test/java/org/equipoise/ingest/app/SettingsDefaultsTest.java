package org.equipoise.ingest.app;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.equipoise.common.decoding.DecodingLimits;
import org.equipoise.ingest.Limits;
import org.equipoise.ingest.doors.DoorSettings;
import org.equipoise.ingest.freezing.FreezingSettings;
import org.equipoise.ingest.labelling.LabellingSettings;
import org.equipoise.ingest.orthanc.OrthancSettings;
import org.equipoise.ingest.quality.QualityLimits;
import org.equipoise.ingest.receiving.DecodingSettings;
import org.equipoise.ingest.receiving.ReceivingSettings;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SettingsDefaultsTest {

    @Test
    void decodingIsBounded() {
        DecodingLimits limits = Limits.defaults(DecodingSettings.class).limits();

        assertThat(limits).isEqualTo(DecodingLimits.DEFAULTS);
        assertThat(limits.maxSide()).isEqualTo(8192);
        assertThat(limits.maxSampleBytes()).isEqualTo(40_000_000);
        assertThat(limits.maxFileBytes()).isEqualTo(64L << 20);
        assertThat(limits.minSide()).isEqualTo(8);
    }

    @Test
    void oneGreyLevelOfDeviationIsAsked() {
        assertThat(Limits.defaults(QualityLimits.class).minDeviation()).isEqualTo(1.0);
    }

    @Test
    void whatIsOddAboutImagesIsSaidFromTheseOn() {
        QualityLimits limits = Limits.defaults(QualityLimits.class);

        assertThat(limits.maxSaturated()).isEqualTo(0.6);
        assertThat(limits.minEntropy()).isEqualTo(2);
        assertThat(limits.maxBars()).isEqualTo(0.2);
        assertThat(limits.maxRepeatedBorder()).isEqualTo(0.02);
        assertThat(limits.minCorrelation()).isEqualTo(-0.7);
        assertThat(limits.maxDistance()).isEqualTo(8);
        assertThat(limits.nearDuplicateBits()).isEqualTo(4);
        assertThat(limits.nearDuplicateDifference()).isEqualTo(0.02);
        assertThat(limits.maxAssociation()).isEqualTo(0.5);
        assertThat(limits.maxSplitDifference()).isEqualTo(0.65);
        assertThat(limits.minStudyShare()).isEqualTo(0.95);
        assertThat(limits.leastImages()).isEqualTo(50);
    }

    @Test
    void eightImagesAreTakenInSideBySide() {
        ReceivingSettings settings = Limits.defaults(ReceivingSettings.class);

        assertThat(settings.parallelism()).isEqualTo(8);
        assertThat(settings.smallFileBytes()).isEqualTo(4L << 20);
        assertThat(settings.smallImageSamples()).isEqualTo(2_000_000);
        assertThat(settings.quarantineBytes()).isEqualTo(16L << 20);
        assertThat(settings.rememberedImages()).isEqualTo(10_000);
        assertThat(settings.handedOverBytes()).isEqualTo(32L << 20);
    }

    @Test
    void packsHoldAtMost4096ImagesOf64By64() {
        FreezingSettings settings = Limits.defaults(FreezingSettings.class);

        assertThat(settings.maxSide()).isEqualTo(224);
        assertThat(settings.packImages()).isEqualTo(4096);
        assertThat(settings.packBytes()).isEqualTo(4096 * 64 * 64);
        assertThat(settings.keepTogether()).isTrue();
        assertThat(settings.parallelism()).isEqualTo(8);
    }

    @Test
    void doorsTakeFourRequestsAtATimeOfAStudyEach() {
        DoorSettings settings = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withDefaultValue("equipoise.state-dir", "/state")
                .withDefaultValue("equipoise.instance", "0")
                .withMapping(DoorSettings.class)
                .build()
                .getConfigMapping(DoorSettings.class);

        assertThat(settings.routes()).isEmpty();
        assertThat(settings.issuer()).isEmpty();
        assertThat(settings.spool()).isEqualTo("/state/doors-0");
        assertThat(settings.spoolBytes()).isEqualTo(8L << 30);
        assertThat(settings.requests()).isEqualTo(4);
        assertThat(settings.parallelism()).isEqualTo(4);
        assertThat(settings.storeTime()).hasSeconds(20);
        assertThat(settings.turnTime()).hasSeconds(20);
        assertThat(settings.requestBytes()).isEqualTo(4L << 30);
        assertThat(settings.requestTime()).hasMinutes(15);
        assertThat(settings.objectBytes()).isEqualTo(512L << 20);
        assertThat(settings.objects()).isEqualTo(10_000);
        assertThat(settings.images()).isEqualTo(50_000);
        assertThat(settings.archiveBytes()).isEqualTo(1L << 30);
        assertThat(settings.smallFramePixels()).isEqualTo(2_000_000);
        assertThat(settings.limits().frames()).isEqualTo(4096);
        assertThat(settings.limits().frameSamples()).isEqualTo(20_000_000);
        assertThat(settings.limits().objectBytes()).isEqualTo(512L << 20);
    }

    @Test
    void noOrthancIsAsked() {
        OrthancSettings settings = Limits.defaults(OrthancSettings.class);

        assertThat(settings.url()).isEmpty();
        assertThat(settings.user()).isEmpty();
        assertThat(settings.password()).isEmpty();
        assertThat(settings.interval()).hasSeconds(5);
        assertThat(settings.page()).isEqualTo(500);
        assertThat(settings.from()).isZero();
        assertThat(settings.answerTime()).hasSeconds(30);
        assertThat(settings.objectTime()).hasMinutes(5);
        assertThat(settings.stableTime()).hasMinutes(2);
        settings.check();
    }

    @Test
    void oneReaderSettlesADoubt() {
        assertThat(Limits.defaults(LabellingSettings.class).readersOfASuspect()).isEqualTo(1);
    }
}
