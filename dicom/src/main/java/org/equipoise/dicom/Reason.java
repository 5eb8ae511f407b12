package org.equipoise.dicom;

/** Why an object or its pixels are refused: the rule that is broken. The list is closed. */
public enum Reason {
    /** Neither a preamble, nor file meta information, nor a data set begins the bytes. */
    NOT_DICOM,
    /** The object has more bytes than {@link Limits#objectBytes()}. */
    OBJECT_TOO_LARGE,
    /** The bytes end inside a data element, an item or a sequence. */
    TRUNCATED,
    /** A length goes beyond what holds the element: file, item or sequence. */
    LENGTH_EXCEEDS_CONTAINER,
    /** A value that is no pixels is longer than {@link Limits#valueBytes()}. */
    VALUE_TOO_LONG,
    /** All values together, without pixels, are longer than {@link Limits#allValueBytes()}. */
    VALUES_TOO_LARGE,
    /** Sequences lie deeper than {@link Limits#depth()}. */
    NESTING_TOO_DEEP,
    /** There are more data elements and items than {@link Limits#elements()}. */
    TOO_MANY_ELEMENTS,
    /** An element occurs twice in a data set; PS3.5, 7.1 allows it once. */
    DUPLICATE_ELEMENT,
    /** Two bytes stand where a value representation should, and they are none of PS3.5, 6.2. */
    VALUE_REPRESENTATION,
    /** An item, a delimiter or an element stands where PS3.5 allows none. */
    STRUCTURE,
    /** A UID is not digits and dots, or has more than 64 characters. */
    UID,
    /** A value is not what its value representation or its attribute allows. */
    VALUE,
    /** An attribute is missing that the pixels cannot be read without. */
    MISSING,
    /** The deflated data set is damaged. */
    DEFLATE,
    /** The deflated data set is larger than {@link Limits#inflatedBytes()}. */
    INFLATED_TOO_LARGE,
    /** The transfer syntax is none of PS3.5 and PS3.6, so nobody can say how the data set is coded. */
    TRANSFER_SYNTAX_UNKNOWN,
    /** The pixels are in a transfer syntax that is known and not decoded. */
    TRANSFER_SYNTAX_UNSUPPORTED,
    /** The object has no pixel data. */
    NO_PIXEL_DATA,
    /** The pixels are in a form that is known and not decoded: floating point, 32 bits, an unusual colour space. */
    PIXELS_UNSUPPORTED,
    /** There are more frames than {@link Limits#frames()}. */
    TOO_MANY_FRAMES,
    /** A frame has more samples than {@link Limits#frameSamples()}. */
    FRAME_TOO_LARGE,
    /** All frames have more samples than {@link Limits#objectSamples()}. */
    TOO_MANY_SAMPLES,
    /** The pixel data is shorter than the frames that it should hold. */
    PIXELS_TRUNCATED,
    /** Fragments, offset tables and the number of frames contradict each other. */
    FRAGMENTS,
    /** A codestream says another size, number of samples, precision or sign than the attributes. */
    CODESTREAM_MISMATCH,
    /** A codestream ends before its last sample or without its end marker. */
    CODESTREAM_TRUNCATED,
    /** A codestream breaks the rules of its own standard. */
    CODESTREAM_CORRUPT,
    /** A codestream uses a part of its standard that its transfer syntax does not allow, or nobody uses. */
    CODESTREAM_UNSUPPORTED,
    /** Decoding a frame took longer than {@link Limits#codecTime()} and was ended. */
    CODEC_TIME,
    /** Decoding a frame took more memory than {@link Limits#codecHeapMebibytes()}, or ended its process. */
    CODEC_MEMORY
}
