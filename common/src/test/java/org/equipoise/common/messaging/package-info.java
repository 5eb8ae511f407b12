/** What producers and consumers agree on, and what a malformed record says about itself. */
@NullMarked
package org.equipoise.common.messaging;

import org.jspecify.annotations.NullMarked;
