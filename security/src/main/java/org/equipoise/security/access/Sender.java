package org.equipoise.security.access;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a request says of whoever sent it. A browser says it truly; what is no browser need not say anything.
 *
 * @param origin of the page that sent it, header {@code Origin}; null if it was none or the browser does not say
 * @param site how that page is related to the service, header {@code Sec-Fetch-Site}
 * @param contentType of the body, header {@code Content-Type}
 */
public record Sender(
        @Nullable String origin,
        @Nullable String site,
        @Nullable String contentType) {

    /** The service's own page, or whoever typed the address. */
    private static final Set<String> OWN = Set.of("same-origin", "none");

    /** Bodies that a browser sends to anybody without asking first; no endpoint takes one. */
    private static final Set<String> OF_FORMS =
            Set.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data");

    /** Granted where no page but one of {@code target} can have sent it. */
    Access writingTo(Origin target) {
        boolean sameOrigin =
                origin == null || Origin.parse(origin).filter(target::equals).isPresent();
        if (!sameOrigin || (site != null && !OWN.contains(site))) {
            return Access.OTHER_PAGE;
        }
        return isForm() ? Access.BODY_OF_A_FORM : Access.GRANTED;
    }

    private boolean isForm() {
        return contentType != null
                && OF_FORMS.contains(contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
    }
}
