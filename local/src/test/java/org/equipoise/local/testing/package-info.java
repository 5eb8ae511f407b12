/** What the integration tests of every service share: a broker and an object store. */
@NullMarked
package org.equipoise.local.testing;

import org.jspecify.annotations.NullMarked;
