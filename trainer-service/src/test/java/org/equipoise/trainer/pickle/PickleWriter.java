package org.equipoise.trainer.pickle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import net.razorvine.pickle.Opcodes;

/** Pickles instruction by instruction, as {@code torch.save} and as somebody who means harm would write them. */
final class PickleWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    PickleWriter() {
        op(Opcodes.PROTO).raw(2);
    }

    PickleWriter op(short opcode) {
        out.write(opcode);
        return this;
    }

    PickleWriter raw(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    PickleWriter global(String module, String name) {
        op(Opcodes.GLOBAL);
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    PickleWriter text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        op(Opcodes.BINUNICODE).whole(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    PickleWriter number(int number) {
        return op(Opcodes.BININT).whole(number);
    }

    PickleWriter numbers(int... numbers) {
        op(Opcodes.MARK);
        for (int number : numbers) {
            number(number);
        }
        return op(Opcodes.TUPLE);
    }

    /** A call of what lies below its arguments. */
    PickleWriter call() {
        return op(Opcodes.REDUCE);
    }

    private PickleWriter whole(int number) {
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array());
        return this;
    }

    /** {@code collections.OrderedDict()}. */
    PickleWriter dictionary() {
        return global("collections", "OrderedDict").op(Opcodes.EMPTY_TUPLE).call();
    }

    /** An array of a storage of its own, row by row. */
    PickleWriter tensor(String storage, String type, int stored, int offset, int[] shape, int[] strides) {
        global("torch._utils", "_rebuild_tensor_v2").op(Opcodes.MARK);
        op(Opcodes.MARK)
                .text("storage")
                .global("torch", type)
                .text(storage)
                .text("cpu")
                .number(stored);
        op(Opcodes.TUPLE).op(Opcodes.BINPERSID);
        number(offset).numbers(shape).numbers(strides).op(Opcodes.NEWFALSE).dictionary();
        return op(Opcodes.TUPLE).call();
    }

    byte[] end() {
        op(Opcodes.STOP);
        return out.toByteArray();
    }
}
