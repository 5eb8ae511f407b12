package org.equipoise.trainer.pickle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import net.razorvine.pickle.Opcodes;
import org.equipoise.trainer.backbone.WeightTensor;

/** Files as {@code torch.save} writes them, and the arrays of an EfficientNet-Lite 0 of random weights. */
public final class StateDictionaries {

    private static final int[][] STAGES = {
        {1, 3, 1, 16}, {2, 3, 6, 24}, {2, 5, 6, 40}, {3, 3, 6, 80}, {3, 5, 6, 112}, {4, 5, 6, 192}, {1, 3, 6, 320}
    };

    private StateDictionaries() {}

    /** Small weights that keep what is computed in the usual range, whatever the image. */
    public static Map<String, WeightTensor> lite0(long seed) {
        var random = new SplittableRandom(seed);
        Map<String, WeightTensor> arrays = new LinkedHashMap<>();
        convolution(arrays, random, "_conv_stem", "_bn0", 32, 3, 3);
        int in = 32;
        int block = 0;
        for (int[] stage : STAGES) {
            for (int i = 0; i < stage[0]; i++, block++) {
                String name = "_blocks." + block + ".";
                int wide = in * stage[2];
                if (stage[2] > 1) {
                    convolution(arrays, random, name + "_expand_conv", name + "_bn0", wide, in, 1);
                }
                convolution(arrays, random, name + "_depthwise_conv", name + "_bn1", wide, 1, stage[1]);
                convolution(arrays, random, name + "_project_conv", name + "_bn2", stage[3], wide, 1);
                in = stage[3];
            }
        }
        return arrays;
    }

    private static void convolution(
            Map<String, WeightTensor> arrays,
            SplittableRandom random,
            String name,
            String normalisation,
            int out,
            int in,
            int side) {
        double spread = 1 / Math.sqrt(in * side * side);
        arrays.put(name + ".weight", array(random, -2 * spread, 2 * spread, out, in, side, side));
        arrays.put(normalisation + ".weight", array(random, 0.5, 1.5, out));
        arrays.put(normalisation + ".bias", array(random, -0.5, 0.5, out));
        arrays.put(normalisation + ".running_mean", array(random, -0.5, 0.5, out));
        arrays.put(normalisation + ".running_var", array(random, 0.5, 1.5, out));
    }

    private static WeightTensor array(SplittableRandom random, double from, double to, int... shape) {
        int size = 1;
        for (int side : shape) {
            size *= side;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextDouble(from, to);
        }
        return new WeightTensor(java.util.Arrays.stream(shape).boxed().toList(), values);
    }

    /** As before PyTorch 1.6. */
    public static byte[] legacy(Map<String, WeightTensor> arrays) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(legacyHead());
        out.writeBytes(root(arrays));
        var keys = new PickleWriter().op(Opcodes.EMPTY_LIST).op(Opcodes.MARK);
        for (int i = 0; i < arrays.size(); i++) {
            keys.text(Integer.toString(i));
        }
        out.writeBytes(keys.op(Opcodes.APPENDS).end());
        arrays.values().forEach(array -> {
            out.writeBytes(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(array.values().length)
                    .array());
            out.writeBytes(bytes(array));
        });
        return out.toByteArray();
    }

    /** The three pickles before that of the arrays. */
    static byte[] legacyHead() {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new PickleWriter()
                .op(Opcodes.LONG1)
                .raw(10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19)
                .end());
        out.writeBytes(new PickleWriter().number(1001).end());
        out.writeBytes(new PickleWriter()
                .op(Opcodes.EMPTY_DICT)
                .text("little_endian")
                .op(Opcodes.NEWTRUE)
                .op(Opcodes.SETITEM)
                .end());
        return out.toByteArray();
    }

    /** As since PyTorch 1.6. */
    public static byte[] zip(Map<String, WeightTensor> arrays) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("archive/data.pkl", root(arrays));
        files.put("archive/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        int i = 0;
        for (WeightTensor array : arrays.values()) {
            files.put("archive/data/" + i++, bytes(array));
        }
        return stored(files);
    }

    /**
     * A zip as PyTorch writes it: files as they are, in UTF-8 (flag 0x0800), their sizes behind them (0x0008) in 64
     * bits, their bytes at multiples of 64.
     */
    static byte[] stored(Map<String, byte[]> files) {
        var out = new ByteArrayOutputStream();
        var list = new ByteArrayOutputStream();
        for (var file : files.entrySet()) {
            byte[] name = file.getKey().getBytes(StandardCharsets.UTF_8);
            byte[] bytes = file.getValue();
            var sum = new CRC32();
            sum.update(bytes);
            int at = out.size();
            byte[] padding = new byte[4 + Math.floorMod(-(at + 30 + name.length + 4), 64)];
            little(padding).put((byte) 'F').put((byte) 'B').putShort((short) (padding.length - 4));
            ByteBuffer local =
                    little(new byte[30]).putInt(0x04034b50).putShort((short) 0).putShort((short) 0x0808);
            local.putShort(26, (short) name.length).putShort(28, (short) padding.length);
            out.writeBytes(local.array());
            out.writeBytes(name);
            out.writeBytes(padding);
            out.writeBytes(bytes);
            out.writeBytes(little(new byte[24])
                    .putInt(0x08074b50)
                    .putInt((int) sum.getValue())
                    .putLong(bytes.length)
                    .putLong(bytes.length)
                    .array());
            ByteBuffer listed =
                    little(new byte[46]).putInt(0x02014b50).putInt(0).putShort((short) 0x0808);
            listed.putInt(16, (int) sum.getValue()).putInt(20, bytes.length).putInt(24, bytes.length);
            listed.putShort(28, (short) name.length).putInt(42, at);
            list.writeBytes(listed.array());
            list.writeBytes(name);
        }
        int from = out.size();
        out.writeBytes(list.toByteArray());
        out.writeBytes(little(new byte[22])
                .putInt(0x06054b50)
                .putInt(0)
                .putShort((short) files.size())
                .putShort((short) files.size())
                .putInt(list.size())
                .putInt(from)
                .array());
        return out.toByteArray();
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Another program's zip: what it packs is deflated. */
    static byte[] zipOf(Map<String, byte[]> files) {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] root(Map<String, WeightTensor> arrays) {
        var pickle = new PickleWriter().dictionary().op(Opcodes.MARK);
        int i = 0;
        for (var array : arrays.entrySet()) {
            List<Integer> shape = array.getValue().shape();
            int[] sizes = shape.stream().mapToInt(Integer::intValue).toArray();
            int[] strides = new int[sizes.length];
            int stride = 1;
            for (int d = sizes.length - 1; d >= 0; d--) {
                strides[d] = stride;
                stride *= sizes[d];
            }
            pickle.text(array.getKey()).tensor(Integer.toString(i++), "FloatStorage", stride, 0, sizes, strides);
        }
        // The versions of the layers, as PyTorch adds them.
        pickle.op(Opcodes.SETITEMS).op(Opcodes.EMPTY_DICT).text("_metadata").dictionary();
        return pickle.op(Opcodes.SETITEM).op(Opcodes.BUILD).end();
    }

    private static byte[] bytes(WeightTensor array) {
        ByteBuffer bytes =
                ByteBuffer.allocate(array.values().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(array.values());
        return bytes.array();
    }
}
