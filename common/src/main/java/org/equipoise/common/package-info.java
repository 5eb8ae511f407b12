/** What two services share: events, labels, evaluation, imaging, packs, the object store and the topics. */
@NullMarked
package org.equipoise.common;

import org.jspecify.annotations.NullMarked;
