package org.equipoise.dicom.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.dicom.DataSet;
import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Element;
import org.equipoise.dicom.Reason;
import org.equipoise.dicom.StoredPixels;
import org.equipoise.dicom.Tag;

/**
 * Which fragments a frame is made of (PS3.5, A.4): said by the Extended or the Basic Offset Table, or clear because
 * there is one frame or one fragment a frame, or found by where codestreams begin. What contradicts itself is refused.
 */
final class FrameFragments {

    private final StoredPixels stored;
    /** The first fragment of each frame, and behind the last frame the number of fragments. */
    private final int[] firsts;
    /** Bytes of each frame, where the Extended Offset Table says them. */
    private final List<Long> lengths;

    private FrameFragments(StoredPixels stored, int[] firsts, List<Long> lengths) {
        this.stored = stored;
        this.firsts = firsts;
        this.lengths = lengths;
    }

    static FrameFragments of(DataSet dataSet, StoredPixels stored, int frames) throws DicomException, IOException {
        if (stored.fragments() < frames) {
            throw DicomException.of(
                    Reason.FRAGMENTS, Tag.PIXEL_DATA, stored.fragments() + " fragments", frames + " frames");
        }
        Optional<Element> extended = dataSet.element(Tag.EXTENDED_OFFSET_TABLE).filter(table -> table.length() > 0);
        if (extended.isPresent()) {
            List<Long> offsets = longs(extended.get(), frames);
            Optional<Element> lengths = dataSet.element(Tag.EXTENDED_OFFSET_TABLE_LENGTHS);
            return new FrameFragments(
                    stored,
                    byOffsets(stored, offsets, Tag.EXTENDED_OFFSET_TABLE),
                    lengths.isPresent() ? longs(lengths.get(), frames) : List.of());
        }
        long table = stored.basicOffsetTableLength();
        if (table > 0) {
            checkTable(Tag.PIXEL_DATA, table, 4L * frames);
            return new FrameFragments(stored, byOffsets(stored, stored.basicOffsets(), Tag.PIXEL_DATA), List.of());
        }
        return new FrameFragments(stored, withoutTable(stored, frames), List.of());
    }

    /**
     * The codestream of a frame.
     *
     * @param most bytes that it may have
     */
    byte[] codestream(int frame, long most) throws DicomException, IOException {
        long length = 0;
        for (int i = firsts[frame]; i < firsts[frame + 1]; i++) {
            length += stored.fragmentLength(i);
        }
        if (!lengths.isEmpty()) {
            long said = lengths.get(frame);
            if (said < 0 || said > length) {
                throw DicomException.of(Reason.FRAGMENTS, Tag.EXTENDED_OFFSET_TABLE_LENGTHS, said, length);
            }
            length = said;
        }
        if (length > most) {
            throw DicomException.of(Reason.FRAME_TOO_LARGE, Tag.PIXEL_DATA, length + " bytes", most);
        }
        byte[] code = new byte[(int) length];
        int filled = 0;
        for (int i = firsts[frame]; i < firsts[frame + 1]; i++) {
            int n = (int) Math.min(stored.fragmentLength(i), code.length - filled);
            stored.readFragment(i, code, filled, n);
            filled += n;
        }
        return code;
    }

    private static int[] byOffsets(StoredPixels stored, List<Long> offsets, int tag) throws DicomException {
        Map<Long, Integer> fragmentAt = new HashMap<>();
        for (int i = 0; i < stored.fragments(); i++) {
            fragmentAt.put(stored.fragmentOffset(i), i);
        }
        int[] firsts = new int[offsets.size() + 1];
        firsts[offsets.size()] = stored.fragments();
        for (int frame = 0; frame < offsets.size(); frame++) {
            Integer fragment = fragmentAt.get(offsets.get(frame));
            if (fragment == null || (frame == 0 ? fragment != 0 : fragment <= firsts[frame - 1])) {
                throw DicomException.of(Reason.FRAGMENTS, tag, "offset " + offsets.get(frame), "where a frame begins");
            }
            firsts[frame] = fragment;
        }
        return firsts;
    }

    private static int[] withoutTable(StoredPixels stored, int frames) throws DicomException, IOException {
        int[] firsts = new int[frames + 1];
        firsts[frames] = stored.fragments();
        if (frames == 1) {
            return firsts;
        }
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < stored.fragments(); i++) {
            if (stored.fragments() == frames || beginsCodestream(stored, i)) {
                starts.add(i);
            }
        }
        if (starts.size() != frames || starts.get(0) != 0) {
            throw DicomException.of(
                    Reason.FRAGMENTS, Tag.PIXEL_DATA, starts.size() + " codestreams", frames + " frames");
        }
        for (int frame = 0; frame < frames; frame++) {
            firsts[frame] = starts.get(frame);
        }
        return firsts;
    }

    /** It begins with the first markers of JPEG or JPEG 2000, and the fragment before ends with their last. */
    private static boolean beginsCodestream(StoredPixels stored, int fragment) throws IOException {
        if (stored.fragmentLength(fragment) < 4) {
            return false;
        }
        byte[] start = new byte[4];
        stored.readFragment(fragment, start, 0, 4);
        int first = ByteBuffer.wrap(start).getInt();
        boolean begins = first >>> 8 == 0xFFD8FF || first == 0xFF4FFF51;
        return begins && (fragment == 0 || ends(stored.endOfFragment(fragment - 1, 16)));
    }

    private static boolean ends(byte[] end) {
        int last = end.length - 1;
        while (last > 1 && end[last] == 0) {
            last--;
        }
        return last > 0 && end[last - 1] == (byte) 0xFF && end[last] == (byte) 0xD9;
    }

    private static List<Long> longs(Element table, int frames) throws DicomException {
        checkTable(table.tag(), table.length(), 8L * frames);
        ByteBuffer buffer = ByteBuffer.wrap(table.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        List<Long> values = new ArrayList<>();
        while (buffer.hasRemaining()) {
            values.add(buffer.getLong());
        }
        return values;
    }

    private static void checkTable(int tag, long length, long needed) throws DicomException {
        if (length != needed) {
            throw DicomException.of(Reason.FRAGMENTS, tag, "an offset table of " + length + " bytes", needed);
        }
    }
}
