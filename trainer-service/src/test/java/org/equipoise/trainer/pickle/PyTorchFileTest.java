package org.equipoise.trainer.pickle;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.razorvine.pickle.Opcodes;
import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.equipoise.trainer.backbone.WeightTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PyTorchFileTest {

    private static final long LIMIT = 1 << 20;

    private static final Map<String, WeightTensor> ARRAYS = Map.of(
            "a.weight", new WeightTensor(List.of(2, 3), new float[] {1, 2, 3, 4, 5, 6}),
            "a.bias", new WeightTensor(List.of(2), new float[] {-1.5f, 0.25f}));

    private final PyTorchFile file = new PyTorchFile(LIMIT);

    @Test
    void bothFormsOfTheSameArraysAreReadAlikeAlsoWithinAWheel() {
        byte[] wheel = StateDictionaries.zipOf(
                Map.of("model/model.pth", StateDictionaries.legacy(ARRAYS), "model/__init__.py", new byte[] {'#'}));

        for (byte[] form : List.of(StateDictionaries.legacy(ARRAYS), StateDictionaries.zip(ARRAYS), wheel)) {
            Map<String, WeightTensor> read = file.read(form);

            assertThat(read).containsOnlyKeys("a.weight", "a.bias");
            assertThat(array(read, "a.weight").shape()).containsExactly(2, 3);
            assertThat(array(read, "a.weight").values()).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(array(read, "a.bias").values()).containsExactly(-1.5f, 0.25f);
        }
    }

    private static WeightTensor array(Map<String, WeightTensor> read, String name) {
        return java.util.Objects.requireNonNull(read.get(name));
    }

    @Test
    void anArrayMayLieTransposedInItsStorage() {
        byte[] root = new PickleWriter()
                .dictionary()
                .text("w")
                .tensor("0", "FloatStorage", 6, 0, new int[] {2, 3}, new int[] {1, 2})
                .op(Opcodes.SETITEM)
                .end();

        assertThat(array(file.read(zipped(root, 24)), "w").values()).hasSize(6);
    }

    @ParameterizedTest
    @CsvSource({
        "posix, system",
        "os, system",
        "builtins, exec",
        "builtins, eval",
        "builtins, bytearray",
        "decimal, Decimal",
        "datetime, datetime",
        "_codecs, encode",
        "array, array",
        "torch, HalfStorage",
        "torch._utils, _rebuild_parameter"
    })
    void whateverElseAFileWantsToCallIsRefusedByItsName(String module, String name) {
        byte[] root = new PickleWriter()
                .global(module, name)
                .op(Opcodes.MARK)
                .text("echo harm")
                .op(Opcodes.TUPLE)
                .call()
                .end();

        assertThatThrownBy(() -> file.read(zipped(root, 0)))
                .isInstanceOf(InvalidBackboneException.class)
                .hasMessageContaining("wants " + module + "." + name + " to be called")
                .hasMessageContaining("nothing is carried out");
    }

    @Test
    void instructionsThatNoStateDictionaryNeedsAreRefused() {
        for (short opcode : new short[] {
            Opcodes.INST,
            Opcodes.OBJ,
            Opcodes.NEWOBJ,
            Opcodes.STACK_GLOBAL,
            Opcodes.BINBYTES,
            Opcodes.LONG4,
            Opcodes.BYTEARRAY8,
            Opcodes.DUP,
            Opcodes.FROZENSET,
            Opcodes.EXT1
        }) {
            byte[] root = new PickleWriter().number(1).op(opcode).end();

            assertThatThrownBy(() -> file.read(zipped(root, 0)))
                    .isInstanceOf(InvalidBackboneException.class)
                    .hasMessageContaining("which no state dictionary of PyTorch needs");
        }
    }

    /** Two gigabytes are claimed in five bytes. */
    @Test
    void aLengthIsCheckedBeforeAnythingIsAllocated() {
        byte[] root = new PickleWriter()
                .op(Opcodes.BINUNICODE)
                .raw(0xff, 0xff, 0xff, 0x7f)
                .end();

        assertThatThrownBy(() -> file.read(zipped(root, 0))).hasMessageContaining("a text of 2147483647 bytes");
    }

    /** 50 tuples, each of the one before it twice: 2^50 elements for whoever walks through them. */
    @Test
    void nestedTuplesThatDoubleEachTimeAreNeverWalkedThrough() {
        var bomb = new PickleWriter().op(Opcodes.EMPTY_TUPLE);
        for (int i = 0; i < 50; i++) {
            bomb.op(Opcodes.BINPUT).raw(1).op(Opcodes.BINGET).raw(1).op(Opcodes.TUPLE2);
        }

        assertThatThrownBy(() -> file.read(zipped(bomb.end(), 0))).hasMessageContaining("no state dictionary");

        byte[] asKey = new PickleWriter()
                .op(Opcodes.EMPTY_DICT)
                .op(Opcodes.EMPTY_LIST)
                .number(1)
                .op(Opcodes.SETITEM)
                .end();
        assertThatThrownBy(() -> file.read(zipped(asKey, 0))).hasMessageContaining("a key that is no text");
    }

    @Test
    void endlessInstructionsEnd() {
        byte[] root = new byte[1_000_100];
        Arrays.fill(root, (byte) Opcodes.NONE);

        assertThatThrownBy(() -> file.read(zipped(root, 0))).hasMessageContaining("more than 1000000 instructions");
    }

    @Test
    void anArrayOutsideOfItsStorageIsRefusedAndNeverAllocated() {
        for (int[][] view : new int[][][] {
            {{7}, {1}, {0}},
            {{2, 3}, {3, 1}, {1}},
            {{1 << 30, 1 << 30}, {0, 0}, {0}},
            {{1}, {1}, {-1}},
            {{0}, {1}, {0}},
            {{2}, {-1}, {1}},
            {{2, 3}, {1}, {0}}
        }) {
            byte[] root = new PickleWriter()
                    .dictionary()
                    .text("w")
                    .tensor("0", "FloatStorage", 6, view[2][0], view[0], view[1])
                    .op(Opcodes.SETITEM)
                    .end();

            assertThatThrownBy(() -> file.read(zipped(root, 24)))
                    .as("%s", Arrays.deepToString(view))
                    .isInstanceOf(InvalidBackboneException.class);
        }
    }

    @Test
    void oneStorageCannotBeReadUntilTheMemoryIsFull() {
        var root = new PickleWriter().dictionary();
        for (int i = 0; i < 300; i++) {
            root.text("w" + i)
                    .tensor("0", "FloatStorage", 1000, 0, new int[] {1000}, new int[] {1})
                    .op(Opcodes.SETITEM);
        }

        assertThatThrownBy(() -> file.read(zipped(root.end(), 4000))).hasMessageContaining("more than 1048576 bytes");
    }

    @Test
    void everyTruncationIsRefused() {
        for (byte[] whole : List.of(StateDictionaries.legacy(ARRAYS), StateDictionaries.zip(ARRAYS))) {
            for (int length = 0; length < whole.length; length += 7) {
                byte[] cut = Arrays.copyOf(whole, length);

                assertThatThrownBy(() -> file.read(cut))
                        .as("%d bytes", length)
                        .isInstanceOf(InvalidBackboneException.class);
            }
        }
        byte[] legacy = StateDictionaries.legacy(ARRAYS);
        assertThatThrownBy(() -> file.read(Arrays.copyOf(legacy, legacy.length - 1)))
                .hasMessageContaining("damaged or cut short");
    }

    @Test
    void changedBytesNeverLetAnythingElseThroughThanARefusal() {
        for (byte[] whole : List.of(StateDictionaries.legacy(ARRAYS), StateDictionaries.zip(ARRAYS))) {
            int refused = 0;
            for (int at = 0; at < whole.length; at++) {
                byte[] changed = whole.clone();
                changed[at] ^= 0x55;
                try {
                    file.read(changed);
                } catch (InvalidBackboneException e) {
                    refused++;
                }
            }

            // What pads a zip says nothing.
            assertThat(refused).isGreaterThan(whole.length / 4);
        }
    }

    /** As its first bytes say, whoever reads it from the start on does not know where a file ends. */
    @Test
    void theZipOfTorchIsReadByItsListAndAnotherOneAlso() {
        byte[] zip = StateDictionaries.zip(ARRAYS);
        assertThat(Arrays.copyOf(zip, 10)).containsExactly('P', 'K', 3, 4, 0, 0, 8, 8, 0, 0);
        byte[] deflated = StateDictionaries.zipOf(new ZipDirectory(zip, LIMIT, 10).files());

        assertThat(array(file.read(zip), "a.weight").values()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(array(file.read(deflated), "a.weight").values()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void whatAZipSaysOfItsFilesIsCheckedBeforeItIsBelieved() {
        byte[] zip = StateDictionaries.zip(ARRAYS);
        int list = new String(zip, StandardCharsets.ISO_8859_1).indexOf("PK\001\002");
        int end = zip.length - 22;

        assertThatThrownBy(() -> file.read(changed(zip, list + 24, 0xff))).hasMessageContaining("packs a file of");
        assertThatThrownBy(() -> file.read(changed(zip, list + 27, 0x7f))).hasMessageContaining("unpacks to more than");
        assertThatThrownBy(() -> file.read(changed(zip, list + 8, 0x09))).hasMessageContaining("encrypted");
        assertThatThrownBy(() -> file.read(changed(zip, list + 16, zip[list + 16] ^ 1)))
                .hasMessageContaining("checksum");
        assertThatThrownBy(() -> file.read(changed(zip, list + 44, 0x7f)))
                .hasMessageContaining("and has " + zip.length);
        assertThatThrownBy(() -> file.read(changed(zip, end + 19, 0x7f))).hasMessageContaining("and has " + zip.length);
        assertThatThrownBy(() -> file.read(changed(zip, end + 11, 0xff))).hasMessageContaining("4096 files");
    }

    private static byte[] changed(byte[] whole, int at, int to) {
        byte[] changed = whole.clone();
        changed[at] = (byte) to;
        return changed;
    }

    @Test
    void whatAnArrayOrItsStorageSaysTooMuchOfIsRefusedInFewWords() {
        var sizes = new PickleWriter()
                .dictionary()
                .text("w")
                .tensor("0", "FloatStorage", 6, 0, new int[9], new int[9])
                .op(Opcodes.SETITEM);
        assertThatThrownBy(() -> file.read(zipped(sizes.end(), 24))).hasMessageContaining("9 sizes, at most 8");

        var storage = new PickleWriter().op(Opcodes.MARK).text("storage").global("torch", "FloatStorage");
        storage.text("0").text("cpu").number(6).op(Opcodes.NONE).op(Opcodes.NONE);
        byte[] root = storage.op(Opcodes.TUPLE).op(Opcodes.BINPERSID).end();
        assertThatThrownBy(() -> file.read(zipped(root, 24))).hasMessageContaining("is not said to be a storage");
    }

    @Test
    void aFileOrAZipBeyondTheLimitIsRefused() {
        assertThatThrownBy(() -> file.read(new byte[(int) LIMIT + 1])).hasMessageContaining("at most 1048576 are read");

        byte[] bomb = StateDictionaries.zipOf(Map.of("archive/data.pkl", new byte[2 << 20]));
        assertThat(bomb.length).isLessThan(10_000);
        assertThatThrownBy(() -> file.read(bomb)).hasMessageContaining("unpacks to more than 1048576 bytes");
    }

    @Test
    void otherFilesAreRefusedInWords() {
        assertThatThrownBy(() -> file.read(new byte[] {1, 2, 3})).hasMessageContaining("no file of torch.save");
        assertThatThrownBy(() -> file.read(new PickleWriter().number(7).end()))
                .hasMessageContaining("not one of torch.save");
        assertThatThrownBy(() -> file.read(StateDictionaries.zipOf(Map.of("a.txt", new byte[1]))))
                .hasMessageContaining("0 files .pth");
        byte[] checkpoint = new PickleWriter()
                .dictionary()
                .text("epoch")
                .number(3)
                .op(Opcodes.SETITEM)
                .end();
        assertThatThrownBy(() -> file.read(zipped(checkpoint, 0)))
                .hasMessageContaining("save model.state_dict() alone");
    }

    @Test
    void theOlderFormNamesWhatItLacks() {
        var out = new ByteArrayOutputStream();
        out.writeBytes(StateDictionaries.legacyHead());
        out.writeBytes(new PickleWriter().dictionary().end());
        out.writeBytes(new PickleWriter()
                .op(Opcodes.EMPTY_LIST)
                .text("x")
                .op(Opcodes.APPEND)
                .end());

        assertThatThrownBy(() -> file.read(out.toByteArray())).hasMessageContaining("one that no array is in");
    }

    private static byte[] zipped(byte[] root, int storageBytes) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("archive/data.pkl", root);
        files.put("archive/data/0", new byte[storageBytes]);
        return StateDictionaries.stored(files);
    }
}
