/** Options that several commands have, each declared and checked once. */
@NullMarked
package org.equipoise.local.options;

import org.jspecify.annotations.NullMarked;
