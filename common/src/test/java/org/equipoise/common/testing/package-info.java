/** What the tests of several modules use. */
@NullMarked
package org.equipoise.common.testing;

import org.jspecify.annotations.NullMarked;
