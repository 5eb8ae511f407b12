@NullMarked
package org.equipoise.diagnosis.preprocessing;

import org.jspecify.annotations.NullMarked;
