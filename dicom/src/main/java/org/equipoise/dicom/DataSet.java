package org.equipoise.dicom;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A data set: data elements by tag (PS3.5, 7), with those of the file meta information (group 0002; PS3.10, 7.1) if it
 * is the outermost. What is asked for and missing, or there without a value, is empty.
 */
public final class DataSet {

    private static final Pattern NUMBER = Pattern.compile("[-+0-9.eE]*|NaN|-?Infinity");

    /** As many characters as a number has that is just too large for 16 bits. */
    private static final int SHORT_NUMBER = 6;

    private final SortedMap<Integer, Element> elements;
    private final TransferSyntax transferSyntax;
    private final CharacterSet characterSet;

    DataSet(Map<Integer, Element> elements, TransferSyntax transferSyntax, CharacterSet around) {
        SortedMap<Integer, Element> sorted = new TreeMap<>(Integer::compareUnsigned);
        sorted.putAll(elements);
        this.elements = Collections.unmodifiableSortedMap(sorted);
        this.transferSyntax = transferSyntax;
        Element named = elements.get(Tag.SPECIFIC_CHARACTER_SET);
        this.characterSet = named == null ? around : CharacterSet.of(named.texts(CharacterSet.DEFAULT));
    }

    /** All elements, in the order of their tags. */
    public List<Element> elements() {
        return List.copyOf(elements.values());
    }

    /** How the object is coded: as it says, or as it is found to be if it says nothing. */
    public TransferSyntax transferSyntax() {
        return transferSyntax;
    }

    /** The element with a tag. */
    public Optional<Element> element(int tag) {
        return Optional.ofNullable(elements.get(tag));
    }

    /** The items of a sequence; none if it is missing. */
    public List<DataSet> items(int tag) {
        return element(tag).map(Element::items).orElse(List.of());
    }

    /** All values of an element as texts: numbers in decimal, texts in their character set, without padding. */
    public List<String> texts(int tag) {
        return element(tag).map(element -> element.texts(characterSet)).orElse(List.of());
    }

    /** The first value of an element as text. */
    public Optional<String> text(int tag) {
        return element(tag).flatMap(element -> element.text(characterSet)).filter(text -> !text.isEmpty());
    }

    /**
     * The first value of an element as a whole number: binary integers, and IS.
     *
     * @throws DicomException with {@link Reason#VALUE} if it is none, or needs more than 32 bits
     */
    public OptionalInt integer(int tag) throws DicomException {
        Optional<String> text = text(tag);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(text.get()));
        } catch (NumberFormatException e) {
            throw DicomException.of(Reason.VALUE, tag, shown(tag, text.get()), "a whole number of 32 bits");
        }
    }

    /**
     * The first value of an element as a number: binary integers and floating point, IS and DS.
     *
     * @throws DicomException with {@link Reason#VALUE} if it is none, or not finite
     */
    public OptionalDouble number(int tag) throws DicomException {
        Optional<Element> element = element(tag);
        if (element.isEmpty()) {
            return OptionalDouble.empty();
        }
        OptionalDouble binary = element.get().firstFloat();
        Optional<String> text = binary.isEmpty() ? text(tag) : Optional.of(String.valueOf(binary.getAsDouble()));
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        try {
            double number = Double.parseDouble(text.get());
            if (Double.isFinite(number)) {
                return OptionalDouble.of(number);
            }
        } catch (NumberFormatException e) {
            // Refused below, as what is not finite.
        }
        throw DicomException.of(Reason.VALUE, tag, shown(tag, text.get()), "a finite number");
    }

    /**
     * A refused number of an image's description as it is, and of anything else only that it is one: it may be a name,
     * or the number of a patient.
     */
    private static String shown(int tag, String text) {
        if (!NUMBER.matcher(text).matches()) {
            return text.length() + " characters that are no number";
        }
        boolean isShort = text.length() <= SHORT_NUMBER;
        return Tag.isTechnical(tag) && isShort ? text : "a number of " + text.length() + " characters";
    }
}
