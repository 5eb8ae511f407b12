package org.equipoise.trainer.tensorflow;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.training.RunFailedException;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.Stripes;
import org.equipoise.trainer.training.TrainableNetwork;
import org.equipoise.trainer.training.TrainingMethods;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DamagedCheckpointTest {

    private static final InputShape SHAPE = new InputShape(16, 16, 1);
    private static final NetworkDescription NETWORK = NetworkDescription.articleCnn(SHAPE, 3, 0.3);

    @TempDir
    private Path scratch;

    @Test
    void aDamagedCheckpointFailsTheRunAndTheIntactOneIsStillTakenUp() {
        Shard shard = Stripes.shard(SHAPE, 64, List.of(1.0, 1.0, 1.0), 1);
        byte[] intact = trained(shard);
        try (var network = open(7)) {
            for (byte[] damaged : damaged(intact)) {
                assertThatExceptionOfType(RunFailedException.class)
                        .isThrownBy(() -> network.restore(damaged))
                        .withMessageStartingWith("the checkpoint of " + damaged.length + " bytes cannot be read: ");
            }

            network.restore(intact);

            assertThat(network.checkpoint()).isEqualTo(intact);
        }
    }

    /** Noise, three torn ones, one with a flipped bit in the middle of its weights, and each file missing once. */
    private static List<byte[]> damaged(byte[] intact) {
        byte[] noise = new byte[intact.length];
        new Random(1).nextBytes(noise);
        byte[] flipped = intact.clone();
        flipped[intact.length / 2] ^= 1;
        List<byte[]> all = new ArrayList<>(List.of(new byte[0], noise, flipped));
        for (int part = 1; part <= 3; part++) {
            all.add(Arrays.copyOf(intact, intact.length * part / 4));
        }
        for (String name : entries(intact).keySet()) {
            Map<String, byte[]> others = entries(intact);
            others.remove(name);
            all.add(zip(others));
        }
        return all;
    }

    private static Map<String, byte[]> entries(byte[] bytes) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    private static byte[] zip(Map<String, byte[]> entries) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private TrainableNetwork open(long seed) {
        return new TensorFlowNetworks(TensorFlowConfigs.defaults(), scratch)
                .open(NETWORK, TrainingMethods.plain(3), seed);
    }

    private byte[] trained(Shard shard) {
        try (var network = open(7)) {
            network.trainBatch(shard, 0, 32, TrainingMethods.step(0, 1e-3));
            return network.checkpoint();
        }
    }
}
