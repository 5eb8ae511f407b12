package org.equipoise.monitor.watch;

import java.io.ByteArrayOutputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BytesOutputTest {

    @Test
    void writesWhatTheStandardLibraryWrites() throws IOException {
        var expected = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(expected)) {
            writeAll(out);
        }
        try (var out = new BytesOutput()) {
            writeAll(out);
            assertThat(out.written()).isEqualTo(expected.toByteArray());
        }
    }

    /** Of each kind, at every alignment, and over the first room. */
    private static void writeAll(DataOutput out) throws IOException {
        var random = new SplittableRandom(1);
        for (int round = 0; round < 500; round++) {
            out.writeLong(random.nextLong());
            out.writeByte(random.nextInt());
            out.writeDouble(Double.longBitsToDouble(random.nextLong()));
            out.writeBoolean(random.nextBoolean());
            out.writeInt(random.nextInt());
            out.writeShort(random.nextInt());
            out.writeChar(random.nextInt());
            out.writeFloat(random.nextInt() / 7f);
            out.write(random.nextInt());
            out.write(new byte[] {1, 2, 3});
            out.write(new byte[] {1, 2, 3}, 1, 2);
            out.writeUTF("Läsion " + round);
            out.writeBytes("none");
            out.writeChars("ß");
        }
        out.writeDouble(Double.NaN);
        out.writeDouble(-0.0);
        out.write(new byte[100_000]);
    }
}
