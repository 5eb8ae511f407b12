package org.equipoise.dicom.network;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.equipoise.dicom.TransferSyntax;

/**
 * How an SCP is reached, who may use it, and what it takes.
 *
 * @param address where it listens; port 0 is any that is free
 * @param aeTitle its own AE title, which a peer has to call: 1 to 16 characters
 * @param callingAeTitles AE titles that may call; none if it is empty, any if it holds {@link #ANY}. An AE title is no
 *     proof: it keeps out those who err, not those who lie
 * @param transferSyntaxes what is accepted. Of those that a presentation context proposes, the first in this list is
 *     taken
 * @param folder where objects lie while they are received and handled; one that only this SCP uses, and nobody else
 *     reads: they are patients'
 * @param limits what peers may take
 */
public record ScpSettings(
        InetSocketAddress address,
        String aeTitle,
        Set<String> callingAeTitles,
        List<TransferSyntax> transferSyntaxes,
        Path folder,
        AssociationLimits limits) {

    /** Any calling AE title. */
    public static final String ANY = "*";

    /**
     * All that {@link org.equipoise.dicom.pixel.PixelDecoder} decodes. First those without compression, with value
     * representations before, then lossless ones: a peer that proposes several can convert, and should not lose by it.
     */
    public static final List<TransferSyntax> DECODED = List.of(
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.RLE_LOSSLESS,
            TransferSyntax.JPEG_LOSSLESS_FIRST_ORDER,
            TransferSyntax.JPEG_LOSSLESS,
            TransferSyntax.JPEG_LS_LOSSLESS,
            TransferSyntax.JPEG_2000_LOSSLESS,
            TransferSyntax.JPEG_EXTENDED,
            TransferSyntax.JPEG_BASELINE,
            TransferSyntax.JPEG_LS_NEAR_LOSSLESS,
            TransferSyntax.JPEG_2000);

    public ScpSettings {
        callingAeTitles = Set.copyOf(callingAeTitles);
        transferSyntaxes = List.copyOf(transferSyntaxes);
        AeTitle.check("aeTitle", aeTitle);
        callingAeTitles.stream()
                .filter(title -> !title.equals(ANY))
                .forEach(title -> AeTitle.check("callingAeTitles", title));
        if (transferSyntaxes.isEmpty()) {
            throw new IllegalArgumentException("transferSyntaxes is empty, it must name at least one");
        }
    }

    /** For what is decoded, with {@link AssociationLimits#DEFAULT}. */
    public static ScpSettings of(InetSocketAddress address, String aeTitle, Set<String> callingAeTitles, Path folder) {
        return new ScpSettings(address, aeTitle, callingAeTitles, DECODED, folder, AssociationLimits.DEFAULT);
    }

    /** The same with other limits. */
    public ScpSettings withLimits(AssociationLimits others) {
        return new ScpSettings(address, aeTitle, callingAeTitles, transferSyntaxes, folder, others);
    }

    /** The same with other transfer syntaxes. */
    public ScpSettings withTransferSyntaxes(List<TransferSyntax> others) {
        return new ScpSettings(address, aeTitle, callingAeTitles, others, folder, limits);
    }

    boolean permits(String callingAeTitle) {
        return callingAeTitles.contains(ANY) || callingAeTitles.contains(callingAeTitle);
    }
}
