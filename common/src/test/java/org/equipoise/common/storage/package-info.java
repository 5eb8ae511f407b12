/** A store for tests of those who use one. */
@NullMarked
package org.equipoise.common.storage;

import org.jspecify.annotations.NullMarked;
