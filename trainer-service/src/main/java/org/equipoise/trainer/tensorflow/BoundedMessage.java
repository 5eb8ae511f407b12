package org.equipoise.trainer.tensorflow;

import java.io.IOException;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

/**
 * Counts what a protocol buffer would become before it is read: an empty message takes 2 bytes of a file and a hundred
 * in memory. The numbers of constants, packed as bytes, are left out: they become no more than they are.
 */
final class BoundedMessage {

    /** Operations, those of functions among them. */
    private static final int MOST_NODES = 20_000;

    private static final int MOST_FIELDS = 500_000;
    private static final int MOST_BYTES = 4 << 20;
    private static final int MOST_DEPTH = 50;

    private static final String ADVICE =
            ": export it as one graph with its weights as constants, docs/backbones.md says how";

    private static final FieldDescriptor PACKED =
            TensorProto.getDescriptor().findFieldByNumber(TensorProto.TENSOR_CONTENT_FIELD_NUMBER);

    private int nodes;
    private int fields;
    private long bytes;

    private BoundedMessage() {}

    /**
     * Refuses what would take too much.
     *
     * @throws InvalidBackboneException if it has too many operations, fields or bytes
     * @throws IOException if it is no such message
     */
    static void check(byte[] message, Descriptor kind) throws IOException {
        new BoundedMessage().walk(CodedInputStream.newInstance(message), kind, 0);
    }

    private void walk(CodedInputStream in, Descriptor kind, int depth) throws IOException {
        if (depth > MOST_DEPTH) {
            throw new InvalidBackboneException("the SavedModel is nested more than " + MOST_DEPTH + " deep" + ADVICE);
        }
        if (kind.equals(NodeDef.getDescriptor()) && ++nodes > MOST_NODES) {
            throw new InvalidBackboneException("the graph has more than " + MOST_NODES + " operations");
        }
        while (!in.isAtEnd()) {
            int from = in.getTotalBytesRead();
            int tag = in.readTag();
            if (++fields > MOST_FIELDS) {
                throw new InvalidBackboneException("the SavedModel has more than " + MOST_FIELDS + " fields" + ADVICE);
            }
            FieldDescriptor field = kind.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
            switch (WireFormat.getTagWireType(tag)) {
                case WireFormat.WIRETYPE_LENGTH_DELIMITED -> delimited(in, field, depth, from);
                case WireFormat.WIRETYPE_START_GROUP, WireFormat.WIRETYPE_END_GROUP ->
                    throw new InvalidBackboneException("the SavedModel has groups, which no SavedModel has");
                default -> {
                    in.skipField(tag);
                    count((long) in.getTotalBytesRead() - from);
                }
            }
        }
    }

    private void delimited(CodedInputStream in, @Nullable FieldDescriptor field, int depth, int from)
            throws IOException {
        int length = in.readRawVarint32();
        count((long) in.getTotalBytesRead() - from);
        if (field != null && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            int outside = in.pushLimit(length);
            walk(in, field.getMessageType(), depth + 1);
            in.popLimit(outside);
            return;
        }
        if (!PACKED.equals(field)) {
            count(length);
        }
        in.skipRawBytes(length);
    }

    private void count(long more) {
        bytes += more;
        if (bytes > MOST_BYTES) {
            throw new InvalidBackboneException("the SavedModel has more than " + MOST_BYTES
                    + " bytes beside the numbers of its constants" + ADVICE);
        }
    }
}
