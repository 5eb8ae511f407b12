@NullMarked
package org.equipoise.bench.larger;

import org.jspecify.annotations.NullMarked;
