package org.equipoise.trainer.pickle;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.equipoise.trainer.backbone.WeightTensor;
import org.jspecify.annotations.Nullable;

/**
 * Reads a state dictionary that {@code torch.save} wrote: as a zip, as it does since 1.6, or as the pickles and
 * storages one after another that it wrote before; or such a file within a wheel or another zip.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/notes/serialization.html">PyTorch, Serialization semantics</a>
 */
public final class PyTorchFile {

    /** Of the older form: a number that its first pickle holds, and the version in the second. */
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);

    private static final int PROTOCOL = 1001;
    private static final int MOST_ENTRIES = 4096;

    private static final String DATA = "data.pkl";

    private final long mostBytes;

    /** @param mostBytes of a file, and of what is unpacked from it */
    public PyTorchFile(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /**
     * The arrays of floats by name; counters of batches are left out.
     *
     * @throws InvalidBackboneException if it is no such file, or holds something else
     */
    public Map<String, WeightTensor> read(byte[] file) {
        if (file.length > mostBytes) {
            throw new InvalidBackboneException(
                    "the file has " + file.length + " bytes, at most " + mostBytes + " are read");
        }
        return isZip(file) ? zip(file, true) : legacy(file);
    }

    private static boolean isZip(byte[] file) {
        return file.length > 3 && file[0] == 'P' && file[1] == 'K';
    }

    private Map<String, WeightTensor> zip(byte[] file, boolean outermost) {
        Map<String, byte[]> entries = new ZipDirectory(file, mostBytes, MOST_ENTRIES).files();
        List<String> data = entries.keySet().stream()
                .filter(name -> name.endsWith("/" + DATA))
                .toList();
        if (data.size() == 1) {
            String folder = data.get(0).substring(0, data.get(0).length() - DATA.length());
            return zipped(folder, entries);
        }
        List<String> within = entries.keySet().stream()
                .filter(name -> name.endsWith(".pth") || name.endsWith(".pt"))
                .toList();
        byte[] only = within.size() == 1 && outermost ? entries.get(within.get(0)) : null;
        if (only == null) {
            throw new InvalidBackboneException("the zip holds " + data.size() + " state dictionaries of PyTorch ("
                    + DATA + ") and " + within.size() + " files .pth; it must be one of them");
        }
        return isZip(only) ? zip(only, false) : legacy(only);
    }

    private Map<String, WeightTensor> zipped(String folder, Map<String, byte[]> entries) {
        byte[] order = entries.get(folder + "byteorder");
        if (order != null
                && !new String(order, StandardCharsets.US_ASCII).strip().equals("little")) {
            throw new InvalidBackboneException(
                    "the file was written on a machine of another byte order: only little is read");
        }
        var unpickler = new TensorUnpickler();
        byte[] pickle = entries.getOrDefault(folder + DATA, new byte[0]);
        Object root = unpickler.next(new ByteArrayInputStream(pickle));
        return arrays(root, storage -> {
            byte[] bytes = entries.get(folder + "data/" + storage.key());
            if (bytes == null || bytes.length != storage.bytes()) {
                throw new InvalidBackboneException("a storage of " + storage.bytes() + " bytes has "
                        + (bytes == null ? "no" : Integer.toString(bytes.length)) + " in the file");
            }
            return bytes;
        });
    }

    private Map<String, WeightTensor> legacy(byte[] file) {
        var in = new ByteArrayInputStream(file);
        if (file.length < 2 || (file[0] & 0xff) != 0x80) {
            throw new InvalidBackboneException("this is no file of torch.save: it begins neither as its zip nor as its"
                    + " older form does; the tar of PyTorch before 0.1.10 is not read");
        }
        var unpickler = new TensorUnpickler();
        if (!MAGIC.equals(whole(unpickler.next(in)))
                || !BigInteger.valueOf(PROTOCOL).equals(whole(unpickler.next(in)))) {
            throw new InvalidBackboneException("the pickle is not one of torch.save: its first numbers are others");
        }
        if (!(unpickler.next(in) instanceof Map<?, ?> system) || !Boolean.TRUE.equals(system.get("little_endian"))) {
            throw new InvalidBackboneException(
                    "the file was written on a machine of another byte order: only little is read");
        }
        Object root = unpickler.next(in);
        Map<String, byte[]> storages = storages(unpickler, in);
        return arrays(root, storage -> storages.getOrDefault(storage.key(), new byte[0]));
    }

    private static @Nullable BigInteger whole(@Nullable Object number) {
        if (number instanceof BigInteger big) {
            return big;
        }
        return number instanceof Number small ? BigInteger.valueOf(small.longValue()) : null;
    }

    /** A list of keys, then of each storage its size, 64 bits, and its numbers. */
    private static Map<String, byte[]> storages(TensorUnpickler unpickler, ByteArrayInputStream in) {
        if (!(unpickler.next(in) instanceof List<?> keys)) {
            throw new InvalidBackboneException("the file does not list its storages");
        }
        Map<String, byte[]> storages = new LinkedHashMap<>();
        for (Object key : keys) {
            Storage storage = key instanceof String name ? unpickler.storages().get(name) : null;
            if (storage == null || storages.containsKey(storage.key())) {
                throw new InvalidBackboneException("the file lists a storage twice, or one that no array is in");
            }
            byte[] size = new byte[Long.BYTES];
            long said = in.readNBytes(size, 0, size.length) < size.length
                    ? -1
                    : ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN).getLong();
            if (said != storage.size() || storage.bytes() > in.available()) {
                throw new InvalidBackboneException("the file is damaged or cut short: a storage of " + storage.size()
                        + " numbers has " + said + ", and " + in.available() + " bytes are left");
            }
            byte[] numbers = new byte[(int) storage.bytes()];
            in.readNBytes(numbers, 0, numbers.length);
            storages.put(storage.key(), numbers);
        }
        if (!storages.keySet().equals(unpickler.storages().keySet())) {
            throw new InvalidBackboneException("the file lists " + storages.size() + " storages, its arrays are in "
                    + unpickler.storages().size());
        }
        return storages;
    }

    private Map<String, WeightTensor> arrays(@Nullable Object root, Function<Storage, byte[]> bytes) {
        if (!(root instanceof Map<?, ?> dictionary)) {
            throw new InvalidBackboneException("the file holds no state dictionary");
        }
        Map<String, WeightTensor> arrays = new LinkedHashMap<>();
        long left = mostBytes;
        for (var entry : dictionary.entrySet()) {
            String name = String.valueOf(entry.getKey());
            if (!(entry.getValue() instanceof StoredTensor tensor)) {
                throw new InvalidBackboneException(
                        "the file holds something else than a state dictionary of arrays: save"
                                + " model.state_dict() alone");
            }
            if (tensor.storage().type() == Storage.Type.FLOAT) {
                left -= (long) tensor.size() * Float.BYTES;
                if (left < 0) {
                    throw new InvalidBackboneException("the arrays have more than " + mostBytes + " bytes");
                }
                arrays.put(name, tensor.read(bytes.apply(tensor.storage())));
            } else if (!name.endsWith("num_batches_tracked")) {
                throw new InvalidBackboneException("an array of whole numbers is no counter of batches: only arrays of"
                        + " 32-bit floats are read");
            }
        }
        return arrays;
    }
}
