@NullMarked
package org.equipoise.local.embedded;

import org.jspecify.annotations.NullMarked;
