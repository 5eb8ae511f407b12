package org.equipoise.dicom.deidentification;

import org.equipoise.dicom.Element;
import org.equipoise.dicom.Tag;
import org.equipoise.dicom.Vr;

/**
 * An attribute on the list was dropped because its value is none that the list has. The value is not said, only where
 * it was and how long.
 *
 * @param tag of the attribute
 * @param vr as the object says
 * @param length of the value, in bytes
 */
public record Finding(int tag, Vr vr, int length) {

    static Finding of(Element element) {
        return new Finding(element.tag(), element.vr(), element.length());
    }

    @Override
    public String toString() {
        return Tag.format(tag) + " " + vr + ", " + length + " bytes";
    }
}
