@NullMarked
package org.equipoise.diagnosis.cause;

import org.jspecify.annotations.NullMarked;
