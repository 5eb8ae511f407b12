@NullMarked
package org.equipoise.diagnosis;

import org.jspecify.annotations.NullMarked;
