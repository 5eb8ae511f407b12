package org.equipoise.trainer.pickle;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.Unpickler;
import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pickles of a state dictionary: numbers, texts, tuples, lists, dictionaries, and arrays that lie outside. Of
 * a pickle's means to make objects there are only {@code collections.OrderedDict} and
 * {@code torch._utils._rebuild_tensor_v2}; whatever else a file names is refused by its name, the library's own
 * constructors, too, and no object of a file's choosing is ever made. A length is checked before anything of it is
 * allocated.
 */
final class TensorUnpickler extends Unpickler {

    /** Instructions of a pickle. The largest network here takes about 15,000. */
    private static final int MOST_INSTRUCTIONS = 1_000_000;

    private static final int MOST_TEXT = 1024;
    private static final int MOST_NAME = 128;

    /** What only numbers, texts and their order needs. */
    private static final List<Integer> PLAIN = List.of(
            (int) Opcodes.PROTO,
            (int) Opcodes.STOP,
            (int) Opcodes.MARK,
            (int) Opcodes.NONE,
            (int) Opcodes.NEWTRUE,
            (int) Opcodes.NEWFALSE,
            (int) Opcodes.BININT,
            (int) Opcodes.BININT1,
            (int) Opcodes.BININT2,
            (int) Opcodes.LONG1,
            (int) Opcodes.EMPTY_TUPLE,
            (int) Opcodes.TUPLE,
            (int) Opcodes.TUPLE1,
            (int) Opcodes.TUPLE2,
            (int) Opcodes.TUPLE3,
            (int) Opcodes.EMPTY_LIST,
            (int) Opcodes.APPEND,
            (int) Opcodes.APPENDS,
            (int) Opcodes.BINGET,
            (int) Opcodes.LONG_BINGET,
            (int) Opcodes.BINPUT,
            (int) Opcodes.LONG_BINPUT,
            (int) Opcodes.BINPERSID);

    private final Map<String, Storage> storages = new LinkedHashMap<>();
    private int instructions;

    /**
     * The next object of a stream, which is left behind it.
     *
     * @throws InvalidBackboneException if there is none, or it holds something else than this reads
     */
    @Nullable Object next(ByteArrayInputStream pickle) {
        try {
            return load(pickle);
        } catch (InvalidBackboneException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The library answers what is no pickle with whatever it stumbled over.
            throw new InvalidBackboneException(
                    "the pickle is damaged or cut short after " + instructions + " instructions: " + e, e);
        }
    }

    /** The storages that were named so far, by key. */
    Map<String, Storage> storages() {
        return storages;
    }

    @Override
    protected Object dispatch(short key) throws IOException {
        instructions++;
        if (instructions > MOST_INSTRUCTIONS) {
            throw new InvalidBackboneException("the pickle has more than " + MOST_INSTRUCTIONS + " instructions");
        }
        if (PLAIN.contains((int) key)) {
            return super.dispatch(key);
        }
        switch (key) {
            case Opcodes.BINUNICODE -> stack.add(text());
            case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<String, Object>());
            case Opcodes.SETITEM -> {
                Object value = stack.pop();
                put(stack.pop(), value);
            }
            case Opcodes.SETITEMS -> {
                List<Object> items = stack.pop_all_since_marker();
                for (int i = 0; i + 1 < items.size(); i += 2) {
                    put(items.get(i), items.get(i + 1));
                }
            }
            case Opcodes.GLOBAL -> stack.add(known(line() + "." + line()));
            case Opcodes.REDUCE -> {
                Object[] arguments = (Object[]) stack.pop();
                if (!(stack.pop() instanceof IObjectConstructor constructor)) {
                    throw new InvalidBackboneException("the pickle calls what cannot be called");
                }
                stack.add(constructor.construct(arguments));
            }
            // The state of a dictionary is what versions its layers have: nothing that weights need.
            case Opcodes.BUILD -> stack.pop();
            default ->
                throw new InvalidBackboneException("the pickle has the instruction 0x" + Integer.toHexString(key & 0xff)
                        + ", which no state dictionary of PyTorch needs");
        }
        return NO_RETURN_VALUE;
    }

    private void put(Object key, @Nullable Object value) {
        if (!(key instanceof String name)) {
            throw new InvalidBackboneException("a dictionary has a key that is no text");
        }
        if (!(stack.peek() instanceof Map<?, ?> dictionary)) {
            throw new InvalidBackboneException("the pickle fills what is no dictionary");
        }
        @SuppressWarnings("unchecked") // Every dictionary here was made with texts as keys.
        var texts = (Map<String, @Nullable Object>) dictionary;
        texts.put(name, value);
    }

    private String text() throws IOException {
        byte[] four = exactly(4);
        long length = (four[0] & 0xffL) | (four[1] & 0xffL) << 8 | (four[2] & 0xffL) << 16 | (four[3] & 0xffL) << 24;
        if (length > MOST_TEXT) {
            throw new InvalidBackboneException(
                    "the pickle has a text of " + length + " bytes, at most " + MOST_TEXT + " are read");
        }
        return new String(exactly((int) length), StandardCharsets.UTF_8);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = input.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("it ends within a text");
        }
        return bytes;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = input.read(); c != '\n'; c = input.read()) {
            if (c < ' ' || c > '~' || line.length() == MOST_NAME) {
                throw new InvalidBackboneException("the pickle names something of other characters than a name has,"
                        + " or of more than " + MOST_NAME);
            }
            line.append((char) c);
        }
        return line.toString();
    }

    private Object known(String global) {
        for (Storage.Type type : Storage.Type.values()) {
            if (type.global().equals(global)) {
                return type;
            }
        }
        return switch (global) {
            case "collections.OrderedDict" -> (IObjectConstructor) TensorUnpickler::dictionary;
            case "torch._utils._rebuild_tensor_v2" -> (IObjectConstructor) TensorUnpickler::tensor;
            default ->
                throw new InvalidBackboneException("the file wants " + global + " to be called or used: only"
                        + " state dictionaries of arrays of 32-bit floats are read, and nothing is carried out");
        };
    }

    private static Object dictionary(Object[] arguments) {
        if (arguments.length != 0) {
            throw new InvalidBackboneException(
                    "a dictionary is made with " + arguments.length + " arguments, not none");
        }
        return new LinkedHashMap<String, Object>();
    }

    /** Storage, offset, sizes, strides; whether it was trained, hooks and metadata do not matter. */
    private static Object tensor(Object[] arguments) {
        if (arguments.length >= 4
                && arguments[0] instanceof Storage storage
                && arguments[1] instanceof Integer offset
                && arguments[2] instanceof Object[] sizes
                && arguments[3] instanceof Object[] strides) {
            return new StoredTensor(storage, offset, StoredTensor.sizes(sizes), StoredTensor.sizes(strides));
        }
        throw new InvalidBackboneException("an array is not described by storage, offset, sizes and strides");
    }

    /** {@code ("storage", type, key, device, size)}; older files add a view, which must be none. */
    @Override
    protected Object persistentLoad(Object id) {
        if (id instanceof Object[] parts
                && parts.length >= 5
                && parts.length <= 6
                && "storage".equals(parts[0])
                && parts[1] instanceof Storage.Type type
                && parts[2] instanceof String key
                && parts[4] instanceof Integer size
                && size >= 0
                && Arrays.stream(parts).skip(5).allMatch(Objects::isNull)) {
            var storage = new Storage(key, type, size);
            Storage known = storages.putIfAbsent(key, storage);
            if (known != null && !known.equals(storage)) {
                throw new InvalidBackboneException(
                        "a storage is said to have " + known.size() + " and " + size + " numbers, or two types");
            }
            return storage;
        }
        throw new PickleException("something outside of the pickle is not said to be a storage");
    }
}
